package io.polymongo.embedded.internal.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.embedded.internal.command.CommandError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes and texts of refusals, as MongoDB 7.0 words them. */
class RefusalTextsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{find: 'c', xyz: 1} | 40415 | BSON field 'FindCommandRequest.xyz' is an unknown field.",
                "{insert: 'c', documents: [{}], xyz: 1} | 40415 | BSON field 'insert.xyz' is an unknown field.",
                "{find: 'c', limit: 'x'} | 14 | BSON field 'FindCommandRequest.limit' is the wrong type 'string',"
                        + " expected types '[long, int, decimal, double']",
                "{find: 'c', sort: 1} | 14 | Expected field sortto be of type object",
                "{find: 'c', hint: 1} | 9 | Hint must be a string or an object",
                "{find: 'c', limit: -1} | 51024 | BSON field 'limit' value must be >= 0, actual value '-1'",
                "{find: 'c', skip: -2} | 51024 | BSON field 'skip' value must be >= 0, actual value '-2'",
                "{find: 'c', batchSize: -3} | 51024 | BSON field 'batchSize' value must be >= 0, actual value '-3'",
                "{find: 'c', maxTimeMS: -1} | 2 | -1 value for maxTimeMS is out of range [0, 2147483647]",
                "{find: 'c', maxTimeMS: 1.5} | 2 | maxTimeMS has non-integral value",
                "{find: 1} | 2 | collection name has invalid type int",
                "{find: ''} | 73 | Invalid namespace specified 'shop.'",
                "{find: 'a$b'} | 73 | Invalid namespace specified 'shop.a$b'",
                "{find: 'c', $db: 'a b'} | 73 | Invalid database name: 'a b'",
                "{insert: 'c'} | 40414 | BSON field 'insert.documents' is missing but a required field",
                "{insert: 'c', documents: []} | 16 | Write batch sizes must be between 1 and 100000. Got 0"
                        + " operations.",
                "{insert: 'c', documents: [{}], ordered: 'x'} | 14 | BSON field 'insert.ordered' is the wrong type"
                        + " 'string', expected type 'bool'",
                "{update: 'c', updates: [{q: {}, u: {}, sort: {a: 1}}]} | 40415 | BSON field 'update.updates.sort' is"
                        + " an unknown field.",
                "{update: 'c', updates: [{u: {}}]} | 40414 | BSON field 'update.updates.q' is missing but a required"
                        + " field",
                "{update: 'c', updates: [{q: {}, u: {a: 1}, multi: true}]} | 9 | multi update is not supported for"
                        + " replacement-style update",
                "{delete: 'c', deletes: [{q: {}, limit: 2}]} | 9 | The limit field in delete objects must be 0 or 1."
                        + " Got 2",
                "{findAndModify: 'c'} | 9 | Either an update or remove=true must be specified",
                "{findAndModify: 'c', remove: true, update: {}} | 9 | Cannot specify both an update and remove=true",
                "{getMore: 1, collection: 'c'} | 14 | BSON field 'getMore.getMore' is the wrong type 'int', expected"
                        + " type 'long'",
                "{aggregate: 'c', pipeline: []} | 9 | The 'cursor' option is required, except for aggregate with the"
                        + " explain argument",
                "{aggregate: 'c', pipeline: {}, cursor: {}} | 14 | 'pipeline' option must be specified as an array",
                "{aggregate: 1, pipeline: [{$match: {}}], cursor: {}} | 73 | {aggregate: 1} is not valid for '$match';"
                        + " a collection is required.",
                "{distinct: 'c', key: {}} | 14 | BSON field 'distinct.key' is the wrong type 'object', expected type"
                        + " 'string'",
                "{createIndexes: 'c', indexes: []} | 2 | Must specify at least one index to create",
                "{createIndexes: 'c', indexes: [{key: {a: 0}, name: 'x'}]} | 67 | Values in the index key pattern"
                        + " cannot be 0.",
                "{find: 'c', writeConcern: {w: 1}} | 72 | Command does not support writeConcern",
                "{find: 'c', readConcern: {level: 'x'}} | 9 | readConcern.level must be either 'local', 'majority',"
                        + " 'linearizable', 'available', or 'snapshot'",
                "{find: 'c', readConcern: {x: 1}} | 72 | Unrecognized option in readConcern: x",
                "{find: 'c', readConcern: {level: 1}} | 14 | \"level\" had the wrong type. Expected string, found int",
                "{insert: 'c', documents: [{}], writeConcern: {w: 51}} | 9 | w has to be a non-negative number and not"
                        + " greater than 50; found: 51",
                "{insert: 'c', documents: [{}], writeConcern: 1} | 14 | \"writeConcern\" had the wrong type. Expected"
                        + " object, found int",
                "{find: 'c', txnNumber: 1} | 14 | BSON field 'OperationSessionInfo.txnNumber' is the wrong type 'int',"
                        + " expected type 'long'",
                "{create: 'c', pipeline: []} | 72 | 'pipeline' requires 'viewOn' to also be specified",
                "{create: 'c', viewOn: 'd', pipeline: [{$out: 'x'}]} | 72 | $out is not allowed in the pipeline of a"
                        + " view",
                "{create: 'c', validator: {$foo: 1}} | 2 | unknown top level operator: $foo. If you have a field name"
                        + " that starts with a '$' symbol, consider using $getField or $setField.",
                "{create: 'c', validationLevel: 'x'} | 2 | Enumeration value 'x' for field 'create.validationLevel' is"
                        + " not a valid value.",
                "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'x', partialFilterExpression: {a: {$ne: 1}}}]} | 67"
                        + " | Expression not supported in partial index: $ne",
                "{find: 'c', let: {x: '$a'}} | 4890500 | Command let Expression tried to access a field, but this is"
                        + " not allowed because Command let expressions run before the query examines any documents",
                "{find: 'c', filter: {$expr: {$eq: ['$a', '$$x']}}} | 17276 | Use of undefined variable: x",
                "{update: 'c', updates: [{q: {}, u: [{$group: {_id: 1}}]}]} | 72 | $group is not allowed to be used"
                        + " within an update",
                "{update: 'c', updates: [{q: {}, u: {$set: {a: 1}}, c: {x: 1}}]} | 51198 | Constant values may only be"
                        + " specified for pipeline updates",
                "{top: 1} | 115 | command 'top': the embedded server does not support it",
                "{convertToCapped: 'c', size: 100} | 115 | command 'convertToCapped': the embedded server does not"
                        + " support it",
                "{create: 'c', capped: true} | 72 | the 'size' field is required when 'capped' is true",
                "{create: 'c', capped: true, size: 0} | 51024 | BSON field 'size' value must be >= 1, actual value '0'",
                "{create: 'c', capped: true, size: 1, max: -1} | 51024 | BSON field 'max' value must be >= 0, actual"
                        + " value '-1'",
                "{find: 'c', awaitData: true} | 9 | Cannot set 'awaitData' without also setting 'tailable'",
                "{find: 'c', tailable: true, sort: {a: 1}} | 2 | cannot use tailable option with a sort other than"
                        + " {$natural: 1}",
                "{find: 'c', tailable: true, singleBatch: true} | 2 | cannot use tailable option with the 'singleBatch'"
                        + " option",
                "{create: 'c', validator: {$jsonSchema: {foo: 1}}} | 9 | Unknown $jsonSchema keyword: foo",
                "{find: 'c', filter: {$jsonSchema: 1}} | 14 | $jsonSchema must be an object",
                "{create: 'c', size: 5} | 72 | the 'capped' field needs to be true when either the 'size' or 'max'"
                        + " fields are present",
            })
    void commands(String json, int code, String message) {
        refused(Door.send(json).orElseThrow(), code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: {$foo: 1}} | 2 | unknown operator: $foo",
                "{$foo: 1} | 2 | unknown top level operator: $foo. If you have a field name that starts with a '$'"
                        + " symbol, consider using $getField or $setField.",
                "{a: {$gt: 1, b: 2}} | 2 | unknown operator: b",
                "{$or: []} | 2 | $and/$or/$nor must be a nonempty array",
                "{$or: {}} | 2 | $or must be an array",
                "{$and: [1]} | 2 | $or/$and/$nor entries need to be full objects",
                "{a: {$in: 1}} | 2 | $in needs an array",
                "{a: {$in: [{$gt: 1}]}} | 2 | cannot nest $ under $in",
                "{a: {$mod: [0, 1]}} | 2 | divisor cannot be 0",
                "{a: {$type: 'foo'}} | 2 | Unknown type name alias: foo",
                "{a: {$elemMatch: {b: {$foo: 1}}}} | 2 | unknown operator: $foo",
                "{$or: [{$and: [{a: {$not: {$foo: 1}}}]}]} | 2 | unknown operator: $foo",
                "{$expr: {$foo: 1}} | 168 | Unrecognized expression '$foo'",
            })
    void filters(String json, int code, String message) {
        refused(Door.filter(json).orElseThrow(), code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{$foo: 1} | 40324 | Unrecognized pipeline stage name: '$foo'",
                "{$match: {}, $sort: {a: 1}} | 40323 | A pipeline stage specification object must contain exactly one"
                        + " field.",
                "{$project: {a: {$foo: 1}}} | 168 | Unrecognized expression '$foo'",
                "{$project: {a: '$$foo'}} | 17276 | Use of undefined variable: foo",
                "{$facet: {x: [{$match: {a: {$foo: 1}}}]}} | 2 | unknown operator: $foo",
                "{$facet: {x: [{$out: 'c'}]}} | 40600 | $out is not allowed to be used within a $facet stage",
                "{$group: {a: {$sum: 1}}} | 15955 | a group specification must include an _id",
                "{$group: {_id: 1, a: {$foo: 1}}} | 15952 | unknown group operator '$foo'",
                "{$limit: 0} | 15958 | the limit must be positive",
                "{$skip: -1} | 5107200 | invalid argument to $skip stage: Expected a non-negative number in: $skip: -1",
                "{$unwind: 'a'} | 28818 | path option to $unwind stage should be prefixed with a '$': a",
                "{$sort: {a: 2}} | 15975 | $sort key ordering must be 1 (for ascending) or -1 (for descending)",
                "{$changeStream: {foo: 1}} | 40415 | BSON field '$changeStream.foo' is an unknown field.",
                "{$merge: {into: 'c', foo: 1}} | 40415 | BSON field '$merge.foo' is an unknown field.",
                "{$currentOp: {}} | 73 | $currentOp must be run against the 'admin' database with {aggregate: 1}",
            })
    void stages(String json, int code, String message) {
        refused(Door.stage(json).orElseThrow(), code, message);
    }

    @Test
    void placesOfStages() {
        String start = "{aggregate: 'c', cursor: {}, pipeline: ";
        refused(
                Door.send(start + "[{$out: 'o'}, {$match: {}}]}").orElseThrow(),
                40601,
                "$out can only be the final stage in the pipeline");
        refused(
                Door.send(start + "[{$match: {}}, {$changeStream: {}}]}").orElseThrow(),
                40602,
                "$changeStream is only valid as the first stage in the pipeline.");
        refused(
                Door.send(start + "[{$changeStream: {}}, {$group: {_id: 1}}]}").orElseThrow(),
                20,
                "$group is not permitted in a $changeStream pipeline");
        assertThat(Door.send(start + "[{$changeStream: {}}, {$match: {operationType: 'insert'}}]}"))
                .isEmpty();
        assertThat(Door.send(start + "[{$changeStream: {}}, {$project: {'fullDocument.a': 1, ns: {db: 1}}}]}"))
                .isEmpty();
        refused(
                Door.send(start + "[{$changeStream: {}}, {$set: {a: {b: {$foo: 1}}}}]}")
                        .orElseThrow(),
                168,
                "Unrecognized expression '$foo'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{$foo: {a: 1}} | 9 | Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update"
                        + " specified as an array",
                "{$set: 'x'} | 9 | Modifiers operate on fields but we found type string instead. For example: {$mod:"
                        + " {<field>: ...}} not {$set: \"x\"}",
                "{$inc: {a: 'x'}} | 14 | Cannot increment with non-numeric argument: {a: \"x\"}",
                "{$pop: {a: 2}} | 9 | $pop expects 1 or -1, found: 2",
                "{$set: {'a.$[x].b': 1}} | 2 | No array filter found for identifier 'x' in path 'a.$[x].b'",
                "{$set: {'': 1}} | 56 | An empty update path is not valid.",
                "{$push: {a: {$each: [1], $foo: 1}}} | 2 | Unrecognized clause in $push: $foo",
                "{$pull: {a: {$foo: 1}}} | 2 | unknown operator: $foo",
                "{a: 1, $set: {b: 1}} | 52 | The dollar ($) prefixed field '$set' in '$set' is not allowed in the"
                        + " context of an update's replacement document. Consider using an aggregation pipeline with"
                        + " $replaceWith.",
                "1 | 9 | Update argument must be either an object or an array",
            })
    void updates(String json, int code, String message) {
        refused(Door.update(json).orElseThrow(), code, message);
    }

    private static void refused(CommandError error, int code, String message) {
        assertThat(error).hasMessage(message);
        assertThat(error.code()).isEqualTo(code);
    }
}
