package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.time.InstantSource;

/** {@code replSetStepDown}. As one store stands behind all members, every secondary that is up has caught up. */
final class StepDown {

    private static final long DEFAULT_SECONDS = 60;
    private static final long DEFAULT_CATCH_UP_SECONDS = 10;

    private final ReplicaSet set;
    private final InstantSource clock;

    StepDown(ReplicaSet set, InstantSource clock) {
        this.set = set;
        this.clock = clock;
    }

    Document handle(Request request) {
        Fields fields = new Fields(request.name(), request.body());
        Long given = fields.integer(request.name());
        long seconds = given == null || given == 0 ? DEFAULT_SECONDS : given;
        boolean force = Boolean.TRUE.equals(fields.bool("force"));
        Long givenCatchUp = fields.integer("secondaryCatchUpPeriodSecs");
        long catchUp = givenCatchUp != null ? givenCatchUp : force ? 0 : DEFAULT_CATCH_UP_SECONDS;
        refuseIf(seconds < 0, "stepdown period must be a positive integer");
        refuseIf(catchUp < 0, "secondaryCatchUpPeriodSecs period must be a positive or absent");
        refuseIf(seconds < catchUp, "stepdown period must be longer than secondaryCatchUpPeriodSecs");
        int member = request.connection().member();
        if (set.view(member).state() == MemberState.PRIMARY && !force && !hasSuccessor(member)) {
            throw new CommandError(
                    ErrorCode.EXCEEDED_TIME_LIMIT,
                    "No electable secondaries caught up as of " + clock.instant()
                            + ". Please use the replSetStepDown command with the argument {force: true} to force node"
                            + " to step down.");
        }
        if (!set.stepDown(member, Duration.ofSeconds(seconds))) {
            throw new CommandError(ErrorCode.NOT_WRITABLE_PRIMARY, "not primary so can't step down");
        }
        return new Document("ok", 1.0);
    }

    private boolean hasSuccessor(int member) {
        for (int i = 0; i < set.size(); i++) {
            if (i != member && set.view(i).state() == MemberState.SECONDARY) {
                return true;
            }
        }
        return false;
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new CommandError(ErrorCode.BAD_VALUE, message);
        }
    }
}
