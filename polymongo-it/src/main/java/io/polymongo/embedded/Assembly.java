package io.polymongo.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.auth.Authentication;
import io.polymongo.embedded.internal.auth.Belongings;
import io.polymongo.embedded.internal.auth.Role;
import io.polymongo.embedded.internal.auth.Users;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.election.ReplicaSet;
import io.polymongo.embedded.internal.election.ReplicaSetCommands;
import io.polymongo.embedded.internal.election.StateErrors;
import io.polymongo.embedded.internal.fault.FailPoints;
import io.polymongo.embedded.internal.fault.Replies;
import io.polymongo.embedded.internal.frontdoor.FrontDoor;
import io.polymongo.embedded.internal.operation.KillableCommands;
import io.polymongo.embedded.internal.operation.Operation;
import io.polymongo.embedded.internal.operation.Operations;
import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.service.DataService;
import io.polymongo.embedded.internal.service.QuickCommands;
import io.polymongo.embedded.internal.stream.ChangeStreams;
import io.polymongo.embedded.internal.stream.StreamSources;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts the handlers of a server one before the other. */
final class Assembly {

    private static final String ADMIN = "admin";

    private final DataService data;
    private final ChangeStreams streams;
    private final FailPoints failPoints;
    private final CommandHandler outermost;

    /** The whole chain, from the outermost on: each line below is called by the one after it. */
    Assembly(Settings settings, ReplicaSet set, InstantSource clock) {
        SecureRandom secrets = new SecureRandom();
        Random random = new Random();
        Oplog oplog = new Oplog(clock, settings.oplogSize());
        Users users = users(settings, secrets);

        Operations operations = new Operations(set.addresses());
        this.data = new DataService(
                oplog,
                settings.members(),
                settings.transactionLifetime(),
                operations,
                clock,
                System::nanoTime,
                this::sessionEnded,
                this::beforeCommit);
        this.streams = new ChangeStreams(oplog, sources(data), System::nanoTime, random::nextLong, data);
        CommandHandler frontDoor = new FrontDoor(streams);
        CommandHandler members = new ReplicaSetCommands(
                set, clock, oplog::latestTimestamp, user -> List.of(), new ObjectId(), frontDoor);
        Authentication authentication = new Authentication(users, secrets, belongings(operations), members);
        this.failPoints = new FailPoints(
                time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()),
                random,
                cursor -> streams.isStream(cursor) || data.hasCursor(cursor),
                true,
                authentication::check,
                authentication);
        CommandHandler killable = new KillableCommands(operations, failPoints);
        this.outermost = new QuickCommands(
                new StateErrors(set, new Replies(oplog::latestTimestamp, streams::isStream, killable)));
        set.addListener(new Interruption());
    }

    /** What was put together. */
    Chain chain() {
        return new Chain(outermost, failPoints, this::end);
    }

    // The fail points stand before the data, which is made first.
    private void beforeCommit(Request write) {
        failPoints.retryableWrites().beforeCommit(write);
    }

    /** The data behind all members, for tests to look at. */
    DataService data() {
        return data;
    }

    private void sessionEnded(UUID session) {
        streams.killSession(session);
    }

    private final class Interruption implements ReplicaSet.Listener {

        @Override
        public void steppedDown(int member) {
            data.abortAllTransactions();
        }

        @Override
        public void shutDown(int member) {
            streams.killMember(member);
        }
    }

    private Belongings belongings(Operations operations) {
        return new Belongings() {
            @Override
            public @Nullable Owner ofOperation(int member, int id) {
                Operation found = operations.find(member, id);
                return found == null ? null : found.owner();
            }

            @Override
            public @Nullable Owner ofCursor(long id) {
                Owner owner = streams.ownerOf(id);
                return owner == null ? data.ownerOfCursor(id) : owner;
            }
        };
    }

    private static Users users(Settings settings, SecureRandom secrets) {
        Users users = new Users(secrets, !settings.users().isEmpty());
        for (Settings.User user : settings.users()) {
            List<Role> roles = user.roles().stream().map(Assembly::role).toList();
            users.add(ADMIN, user.name(), user.password(), roles);
        }
        return users;
    }

    private static Role role(String text) {
        int at = text.indexOf('@');
        return at < 0 ? new Role(text, ADMIN) : new Role(text.substring(0, at), text.substring(at + 1));
    }

    private static StreamSources sources(DataService data) {
        return new StreamSources() {
            @Override
            public @Nullable Document lookup(String database, String collection, @Nullable Object id) {
                return data.lookup(database, collection, id);
            }

            @Override
            public @Nullable UUID uuidOf(String database, String collection) {
                return data.uuidOf(database, collection);
            }

            @Override
            public boolean isView(String database, String collection) {
                return data.isView(database, collection);
            }
        };
    }

    private void end() {
        streams.close();
        data.close();
    }
}
