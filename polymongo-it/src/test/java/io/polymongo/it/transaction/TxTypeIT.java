package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoWriteException;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import io.polymongo.TransactionWork;
import io.polymongo.TxType;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each {@link TxType}, with and without an open transaction, for each way in which work ends. */
@OnServer
class TxTypeIT {

    /** What a type comes to. */
    enum Mode {
        OWN,
        JOINS,
        WITHOUT,
        REFUSED
    }

    /** How the work ends, after it wrote. */
    enum Ending {
        RETURNS,
        THROWS,
        EXEMPT,
        ROLLBACK_ONLY,
        SWALLOWS
    }

    private static final class Exempt extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Transacting on;
    private @Nullable Throwable ofInner;
    private @Nullable Throwable ofOuter;

    @ParameterizedTest
    @CsvSource({
        "REQUIRED, OWN",
        "REQUIRES_NEW, OWN",
        "MANDATORY, REFUSED",
        "SUPPORTS, WITHOUT",
        "NOT_SUPPORTED, WITHOUT",
        "NEVER, WITHOUT"
    })
    void whereNoneIsOpen(TxType type, Mode mode, TestDatabases databases) {
        for (Ending ending : Ending.values()) {
            with(databases, () -> {
                ofInner = thrownBy(() -> inner(type, ending));
                boolean kept = mode == Mode.WITHOUT
                        || mode == Mode.OWN && (ending == Ending.RETURNS || ending == Ending.EXEMPT);
                assertThat(on.stored()).as("%s", ending).isEqualTo(kept ? List.of("inner") : List.of());
                assertThat(on.trace.lines()).as("%s", ending).isEqualTo(alone(mode, ending));
                if (mode == Mode.REFUSED) {
                    assertRefused(ofInner, ErrorId.TRANSACTION_REQUIRED);
                } else {
                    assertThatItEndedAs(ending, mode);
                }
            });
        }
    }

    private static List<String> alone(Mode mode, Ending ending) {
        boolean second = ending == Ending.SWALLOWS;
        return switch (mode) {
            case REFUSED -> List.of();
            case WITHOUT -> second ? List.of("insert outside", "insert outside") : List.of("insert outside");
            default ->
                second
                        ? List.of("insert begins 1", "insert in 1", "abortTransaction in 1")
                        : List.of(
                                "insert begins 1",
                                ending == Ending.RETURNS || ending == Ending.EXEMPT
                                        ? "commitTransaction in 1"
                                        : "abortTransaction in 1");
        };
    }

    @ParameterizedTest
    @CsvSource({
        "REQUIRED, JOINS",
        "REQUIRES_NEW, OWN",
        "MANDATORY, JOINS",
        "SUPPORTS, JOINS",
        "NOT_SUPPORTED, WITHOUT",
        "NEVER, REFUSED"
    })
    void whereOneIsOpen(TxType type, Mode mode, TestDatabases databases) {
        for (Ending ending : Ending.values()) {
            with(databases, () -> {
                ofOuter = thrownBy(() -> on.polyMongo.transaction(() -> {
                    on.insert("outer");
                    ofInner = thrownBy(() -> inner(type, ending));
                    assertThat(on.polyMongo.isTransactionActive()).isTrue();
                    return null;
                }));
                boolean good = ending == Ending.RETURNS || ending == Ending.EXEMPT;
                boolean outer = mode != Mode.JOINS || good;
                boolean inner = mode == Mode.WITHOUT || mode != Mode.REFUSED && good;
                assertThat(on.stored())
                        .as("%s", ending)
                        .isEqualTo(inner && outer ? List.of("inner", "outer") : outer ? List.of("outer") : List.of());
                List<String> lines = on.trace.lines();
                assertThat(lines)
                        .as("%s", ending)
                        .startsWith("insert begins 1")
                        .endsWith(outer ? "commitTransaction in 1" : "abortTransaction in 1");
                assertThat(lines.subList(1, lines.size() - 1)).as("%s", ending).isEqualTo(within(mode, ending));
                switch (mode) {
                    case REFUSED -> assertRefused(ofInner, ErrorId.TRANSACTION_UNEXPECTED);
                    case JOINS -> assertThatAJoinedOneEndedAs(ending);
                    default -> assertThatItEndedAs(ending, mode);
                }
                if (mode == Mode.OWN) {
                    assertThat(on.trace.sessions()).as("sessions").hasSize(2);
                }
            });
        }
    }

    private static List<String> within(Mode mode, Ending ending) {
        boolean second = ending == Ending.SWALLOWS;
        return switch (mode) {
            case REFUSED -> List.of();
            case JOINS -> second ? List.of("insert in 1", "insert in 1") : List.of("insert in 1");
            case WITHOUT -> alone(mode, ending);
            case OWN ->
                alone(mode, ending).stream().map(line -> line.replace('1', '2')).toList();
        };
    }

    /** The error of its own transaction, or of none. */
    private void assertThatItEndedAs(Ending ending, Mode mode) {
        assertThat(ofOuter).isNull();
        switch (ending) {
            case RETURNS -> assertThat(ofInner).isNull();
            case THROWS -> assertThat(ofInner).isExactlyInstanceOf(IllegalStateException.class);
            case EXEMPT -> assertThat(ofInner).isExactlyInstanceOf(Exempt.class);
            case ROLLBACK_ONLY -> {
                if (mode == Mode.OWN) {
                    assertThat(ofInner).isNull();
                } else {
                    assertRefused(ofInner, ErrorId.TRANSACTION_REQUIRED);
                }
            }
            case SWALLOWS -> {
                if (mode == Mode.OWN) {
                    assertRolledBack(ofInner, MongoWriteException.class);
                } else {
                    assertThat(ofInner).isNull();
                }
            }
        }
    }

    /** What fails in a joined method dooms the whole, although its caller caught the error. */
    private void assertThatAJoinedOneEndedAs(Ending ending) {
        switch (ending) {
            case THROWS -> {
                assertThat(ofInner).isExactlyInstanceOf(IllegalStateException.class);
                assertRolledBack(ofOuter, IllegalStateException.class);
            }
            case SWALLOWS -> {
                assertThat(ofInner).isNull();
                assertRolledBack(ofOuter, MongoWriteException.class);
            }
            case EXEMPT -> {
                assertThat(ofInner).isExactlyInstanceOf(Exempt.class);
                assertThat(ofOuter).isNull();
            }
            default -> {
                assertThat(ofInner).isNull();
                assertThat(ofOuter).isNull();
            }
        }
    }

    private static void assertRefused(@Nullable Throwable thrown, ErrorId id) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        PolyMongoException.class, e -> assertThat(e.id()).isEqualTo(id));
    }

    private static void assertRolledBack(@Nullable Throwable thrown, Class<? extends Throwable> cause) {
        assertRefused(thrown, ErrorId.TRANSACTION_ROLLED_BACK);
        assertThat(thrown).hasCauseExactlyInstanceOf(cause);
    }

    private Object inner(TxType type, Ending ending) throws Exception {
        return on.call(Transacting.settings(type, Exempt.class), () -> {
            on.insert("inner");
            switch (ending) {
                case RETURNS -> {}
                case THROWS -> throw new IllegalStateException("of the work");
                case EXEMPT -> throw new Exempt();
                case ROLLBACK_ONLY -> on.polyMongo.setRollbackOnly();
                case SWALLOWS ->
                    thrownBy(() -> {
                        on.insert("there");
                        return null;
                    });
            }
            return "result";
        });
    }

    private void with(TestDatabases databases, Runnable test) {
        try (Transacting made = new Transacting(databases)) {
            on = made;
            ofInner = null;
            ofOuter = null;
            test.run();
            made.assertNothingIsOpen();
        }
        databases.raw().getDatabase(databases.name("default")).drop();
    }

    private static @Nullable Throwable thrownBy(TransactionWork<?, Exception> work) {
        try {
            work.call();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
