package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyTransactional;
import io.polymongo.TxType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says where Jakarta Transactions' annotation is beside ours. */
class JtaWarningContainerTest {

    private static final Logger LOG = Logger.getLogger("io.polymongo");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
    }

    private List<String> warnings(Class<?>... beans) {
        Container.start(Map.of(), beans).close();
        return records.stream()
                .filter(each -> each.getLevel().equals(Level.WARNING))
                .map(LogRecord::getMessage)
                .toList();
    }

    private static String line(String method) {
        return "the method " + JtaWarningContainerTest.class.getName() + "$" + method
                + ", which is @PolyTransactional, has @Transactional of Jakarta Transactions, too: MongoDB does not join"
                + " it, and each of the two may commit while the other rolls back";
    }

    @ApplicationScoped
    static class OnMethods {
        @Transactional
        @PolyTransactional
        void both() {}

        @Transactional
        void jta() {}

        @PolyTransactional
        void ours() {}
    }

    @Transactional
    @ApplicationScoped
    static class OnClass {
        @PolyTransactional
        void both() {}

        void jta() {}
    }

    @Test
    void bothOnAMethodAreWarnedOfAndEitherIsNot() {
        assertThat(warnings(OnMethods.class, OnClass.class))
                .containsExactlyInAnyOrder(line("OnMethods.both"), line("OnClass.both"));
    }

    @Transactional
    static class Above {}

    @PolyTransactional
    @ApplicationScoped
    static class Inheriting extends Above {
        void both() {
            hidden();
        }

        private void hidden() {}

        static void shared() {}

        @PolyTransactional(TxType.NOT_SUPPORTED)
        void without() {}

        @PolyTransactional(TxType.NEVER)
        void never() {}
    }

    @Test
    void whatHasNoTransactionOfOursIsNotWarnedOf() {
        assertThat(warnings(Inheriting.class)).containsExactly(line("Inheriting.both"));
    }
}
