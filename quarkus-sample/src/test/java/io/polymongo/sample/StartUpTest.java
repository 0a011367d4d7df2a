package io.polymongo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class StartUpTest {

    @Test
    void givesTheAddressAndThreeLinesToTry() {
        String text = StartUp.welcome(URI.create("http://localhost:4711"));

        assertThat(text.lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("http://localhost:4711/users"));
        assertThat(text.lines().skip(1))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("curl ")
                        .contains("X-Tenant-ID: ")
                        .endsWith(" http://localhost:4711/users"));
    }
}
