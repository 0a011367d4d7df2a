package io.polymongo.embedded.internal.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicaSetTest {

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        timers.shutdownNow();
    }

    private ReplicaSet set(int members) {
        return set(members, Duration.ofMillis(20));
    }

    /** One that has no primary again for as long as a test looks. */
    private ReplicaSet setThatElectsNobody(int members) {
        return set(members, Duration.ofHours(1));
    }

    private ReplicaSet set(int members, Duration electionTime) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            addresses.add("h:" + i);
        }
        ReplicaSet set = new ReplicaSet("rs0", addresses, timers, electionTime, InstantSource.system(), ObjectId::new);
        set.addListener(new ReplicaSet.Listener() {
            @Override
            public void steppedDown(int member) {
                heard.add("steppedDown " + member + " " + set.view(member).state());
            }

            @Override
            public void shutDown(int member) {
                heard.add("shutDown " + member);
            }
        });
        return set;
    }

    private static void awaitPrimary(ReplicaSet set, int member) {
        await().untilAsserted(() -> assertThat(set.primary()).hasValue(member));
    }

    @Test
    void hasOneToSevenMembers() {
        assertThat(set(1).majority()).isEqualTo(1);
        assertThat(set(4).majority()).isEqualTo(3);
        assertThat(set(7).majority()).isEqualTo(4);
        assertThatThrownBy(() -> set(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set(8)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachElectionHasATermAndAGreaterId() {
        ReplicaSet set = set(3);
        MemberView before = set.view(0);
        assertThat(before.term()).isEqualTo(1);
        assertThat(before.electionId().getHexData()).isEqualTo("7fffffff0000000000000001");

        set.stepDown();
        awaitPrimary(set, 1);

        assertThat(set.view(1).electionId()).isGreaterThan(before.electionId());
        assertThat(set.view(2).primary()).isEqualTo("h:1");
        assertThat(heard).containsExactly("steppedDown 0 SECONDARY");
    }

    @Test
    void everyMemberCountsEachChange() {
        ReplicaSet without = setThatElectsNobody(2);
        TopologyVersion before = without.view(1).version();
        without.stepDown();
        assertThat(without.view(1).version().counter()).isEqualTo(before.counter() + 1);

        ReplicaSet set = set(2);
        TopologyVersion first = set.view(1).version();
        set.stepDown();
        awaitPrimary(set, 1);
        assertThat(set.view(1).version().counter()).isEqualTo(first.counter() + 2);
        assertThat(set.view(1).version().processId()).isEqualTo(first.processId());
        assertThat(set.view(0).version().processId()).isNotEqualTo(first.processId());
    }

    @Test
    void whoMayNotBeElectedIsNot() {
        ReplicaSet set = set(3);
        assertThat(set.stepDown(1, Duration.ZERO)).isFalse();
        assertThat(set.stepDown(0, Duration.ofHours(1))).isTrue();
        awaitPrimary(set, 1);
        set.stepDown();
        awaitPrimary(set, 2);

        set.stepDown();

        awaitPrimary(set, 1);
    }

    @Test
    void theOnlyMemberIsElectedAgainWhenItsPeriodIsOver() {
        ReplicaSet patient = set(1);
        patient.stepDown(0, Duration.ofHours(1));
        await().until(() -> timers.getCompletedTaskCount() == 1);
        assertThat(patient.primary()).isEmpty();

        ReplicaSet set = set(1);
        set.stepDown(0, Duration.ofMillis(200));
        awaitPrimary(set, 0);
        assertThat(set.view(0).term()).isEqualTo(2);
    }

    @Test
    void withoutAMajorityThePrimaryStepsDown() {
        ReplicaSet set = set(3);
        set.kill(2);
        set.kill(2);
        assertThat(set.primary()).hasValue(0);
        assertThat(heard).containsExactly("shutDown 2");

        set.kill(1);

        assertThat(set.primary()).isEmpty();
        assertThat(heard).containsExactly("shutDown 2", "shutDown 1", "steppedDown 0 SECONDARY");
        set.restart(2);
        await().until(() -> set.primary().isPresent());
    }

    @Test
    void aMemberThatComesBackIsAnotherProcess() {
        ReplicaSet set = set(3);
        TopologyVersion before = set.view(0).version();

        set.kill(0);
        awaitPrimary(set, 1);
        assertThat(set.view(0).state()).isEqualTo(MemberState.DOWN);
        set.restart(0);

        assertThat(set.view(0).state()).isEqualTo(MemberState.SECONDARY);
        assertThat(set.view(0).version().processId()).isNotEqualTo(before.processId());
        assertThat(set.primary()).hasValue(1);
    }

    @Test
    void aWaitEndsWithAChangeOrItsTimeOrTheSet() throws Exception {
        ReplicaSet set = setThatElectsNobody(3);
        TopologyVersion known = set.view(2).version();
        assertThat(set.waiting().await(2, known, Duration.ofMillis(30)).version())
                .isEqualTo(known);

        CompletableFuture<MemberView> waiting = waiting(set, known);
        set.stepDown();
        assertThat(waiting.get(2, TimeUnit.MINUTES).primary()).isNull();

        CompletableFuture<MemberView> killed = waiting(set, set.view(2).version());
        set.kill(2);
        assertThat(killed.get(2, TimeUnit.MINUTES).state()).isEqualTo(MemberState.DOWN);

        set.restart(2);
        CompletableFuture<MemberView> closed = waiting(set, set.view(2).version());
        set.close();
        assertThat(closed.get(2, TimeUnit.MINUTES).state()).isEqualTo(MemberState.DOWN);
    }

    private static CompletableFuture<MemberView> waiting(ReplicaSet set, TopologyVersion known) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return set.waiting().await(2, known, Duration.ofHours(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
