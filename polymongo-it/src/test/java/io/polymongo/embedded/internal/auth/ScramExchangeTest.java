package io.polymongo.embedded.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.embedded.internal.command.UserName;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the example of RFC 7677, section 3. */
class ScramExchangeTest {

    private static final UserName NAME = new UserName("admin", "user");
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_LAST = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_LAST = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void answersAsTheStandardSays() {
        ScramExchange exchange = exchange(true);

        assertThat(exchange.answer(CLIENT_FIRST)).isEqualTo(SERVER_FIRST);
        assertThat(exchange.isDone()).isFalse();
        assertThat(exchange.answer(CLIENT_LAST)).isEqualTo(SERVER_LAST);
        assertThat(exchange.isDone()).isTrue();
        assertThat(exchange.user().name()).isEqualTo(NAME);
        assertThat(exchange.answer("")).isNull();
    }

    @Test
    void waitsForAnEmptyMessageUnlessToldNotTo() {
        ScramExchange exchange = exchange(false);
        exchange.answer(CLIENT_FIRST);
        exchange.answer(CLIENT_LAST);

        assertThat(exchange.isDone()).isFalse();
        assertThat(exchange.answer("")).isEmpty();
        assertThat(exchange.isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,,",
                "n,,n=user",
                "n,,n=nobody,r=rOprNGfwEbeRWgbNEkqO",
                "n,,n=user,r=abc",
                "p=tls-unique,,n=user,r=rOprNGfwEbeRWgbNEkqO",
                "x,,n=user,r=rOprNGfwEbeRWgbNEkqO",
                "n,a=other,n=user,r=rOprNGfwEbeRWgbNEkqO",
                "n,,m=ext,n=user,r=rOprNGfwEbeRWgbNEkqO"
            })
    void failsOnAnotherFirstMessage(String message) {
        assertThat(exchange(true).answer(message)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=AAAA",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=***",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=eHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
            })
    void failsOnAnotherProof(String message) {
        ScramExchange exchange = exchange(true);
        exchange.answer(CLIENT_FIRST);

        assertThat(exchange.answer(message)).isNull();
    }

    @Test
    void failsInAnotherDatabase() {
        assertThat(new ScramExchange(name -> name.equals(NAME) ? user() : null, "other", true, "nonce")
                        .answer(CLIENT_FIRST))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pass\u00e4", "tab\t", "\u0000"})
    void takesOnlyPasswordsThatNeedNoPreparation(String password) {
        assertThatThrownBy(() -> new ScramCredentials(password, new byte[16], 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("printable ASCII");
    }

    private static ScramExchange exchange(boolean skipEmptyExchange) {
        return new ScramExchange(
                name -> name.equals(NAME) ? user() : null,
                "admin",
                skipEmptyExchange,
                "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    }

    private static User user() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        return new User(NAME, new UUID(1, 2), new ScramCredentials("pencil", salt, 4096), List.of(), null);
    }
}
