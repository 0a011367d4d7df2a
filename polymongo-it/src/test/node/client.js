// What a Node application does with a replica set: transactions, a change stream that is resumed, and both of them
// across a change of the primary. Called with the URI; ends with 0 only if all of it was right.
import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';

const client = new MongoClient(process.argv[2], { serverSelectionTimeoutMS: 120000 });
const accounts = client.db('node_bank').collection('accounts');
const journal = client.db('node_journal').collection('entries');

async function balances() {
  const all = await accounts.find().sort({ _id: 1 }).toArray();
  return all.map((account) => account.balance);
}

async function transfer(amount, entry, failure) {
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await accounts.updateOne({ _id: 'a' }, { $inc: { balance: -amount } }, { session });
      await accounts.updateOne({ _id: 'b' }, { $inc: { balance: amount } }, { session });
      await journal.insertOne({ _id: entry, amount }, { session });
      if (failure) {
        throw failure;
      }
    }),
  );
}

// A stream is opened by its first question.
async function watch(options) {
  const stream = journal.watch([], { maxAwaitTimeMS: 50, ...options });
  return { stream, first: await stream.tryNext() };
}

async function next(watched, count) {
  const entries = [];
  while (entries.length < count) {
    const event = watched.first ?? (await watched.stream.next());
    watched.first = null;
    assert.equal(event.operationType, 'insert');
    entries.push(event.fullDocument._id);
  }
  return entries;
}

async function primary() {
  return (await client.db('admin').command({ hello: 1 })).me;
}

async function transactions() {
  await accounts.insertMany([
    { _id: 'a', balance: 100 },
    { _id: 'b', balance: 0 },
  ]);
  await transfer(30, 1);
  assert.deepEqual(await balances(), [70, 30]);
  await assert.rejects(transfer(30, 2, new Error('changed my mind')), /changed my mind/);
  assert.deepEqual(await balances(), [70, 30]);
  assert.equal(await journal.countDocuments(), 1);
}

async function resumedStream() {
  const before = await watch();
  await transfer(1, 3);
  await transfer(1, 4);
  assert.deepEqual(await next(before, 2), [3, 4]);
  const token = before.stream.resumeToken;
  await before.stream.close();
  await transfer(1, 5);
  const after = await watch({ resumeAfter: token });
  await transfer(1, 6);
  assert.deepEqual(await next(after, 2), [5, 6]);
  await after.stream.close();
}

async function stepDown() {
  const watched = await watch();
  const former = await primary();
  await transfer(1, 7);
  await client.db('admin').command({ replSetStepDown: 60 });
  await journal.insertOne({ _id: 8 });
  await transfer(1, 9);
  assert.notEqual(await primary(), former);
  assert.deepEqual(await next(watched, 3), [7, 8, 9]);
  await watched.stream.close();
  assert.deepEqual(await balances(), [64, 36]);
}

try {
  for (const part of [transactions, resumedStream, stepDown]) {
    await part();
    console.log(`done: ${part.name}`);
  }
} finally {
  await client.close();
}
