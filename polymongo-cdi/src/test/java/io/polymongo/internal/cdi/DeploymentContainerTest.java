package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoCollection;
import io.polymongo.CollectionName;
import io.polymongo.ConfigurationException;
import io.polymongo.Database;
import io.polymongo.Model;
import io.polymongo.MongoClientCustomizer;
import io.polymongo.PolyMongo;
import io.polymongo.Tenant;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantPlacement;
import io.polymongo.TenantRequest;
import io.polymongo.TenantResolver;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What stops an application, each with its full text. */
class DeploymentContainerTest {

    private static final Map<String, String> SCOPED = Map.of("tenant.sources", "scope");
    private static final String HERE = DeploymentContainerTest.class.getName();

    record User(String name) {}

    @Dependent
    static class Users {
        @Inject
        @Tenant
        MongoCollection<User> users;
    }

    @Dependent
    static class Raw {
        @Inject
        @Tenant
        @SuppressWarnings("rawtypes")
        MongoCollection raw;

        @Inject
        @Tenant
        MongoCollection<?> wildcard;

        @Inject
        @Database
        MongoCollection<Map<String, String>> parameterized;

        @Inject
        @Tenant
        MongoCollection<Document> unnamed;

        @Inject
        @Tenant
        @CollectionName("people")
        MongoCollection<Document> named;

        @Inject
        @SuppressWarnings("rawtypes")
        Model model;
    }

    @Dependent
    static class Variable<T> {
        @Inject
        @Tenant
        MongoCollection<T> variable;
    }

    @ApplicationScoped
    static class FirstResolver implements TenantResolver {
        @Override
        public Optional<String> resolve(TenantRequest request) {
            return Optional.empty();
        }
    }

    @ApplicationScoped
    static class SecondResolver extends FirstResolver {}

    @Alternative
    @Priority(1)
    @ApplicationScoped
    static class ChosenResolver extends FirstResolver {}

    @Dependent
    static class WrongTypes {
        @Inject
        @Tenant
        String text;

        @Inject
        @Tenant
        @Database
        MongoCollection<User> both;
    }

    @ApplicationScoped
    static class OwnDirectory implements TenantDirectory {
        @Override
        public Optional<TenantPlacement> find(String tenant) {
            return Optional.empty();
        }
    }

    private static void assertRefused(String text, Map<String, String> config, Class<?>... beans) {
        assertThatThrownBy(() -> Container.start(config, beans).close())
                .satisfies(thrown -> assertThat(configurationException(thrown)).hasMessage(text));
    }

    /** Weld hands a deployment problem on as a cause, a definition error as something suppressed. */
    private static Throwable configurationException(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .flatMap(each -> Stream.concat(Stream.of(each), Arrays.stream(each.getSuppressed())))
                .filter(ConfigurationException.class::isInstance)
                .findFirst()
                .orElse(thrown);
    }

    @Test
    void aBadValue() {
        assertRefused(
                "PMONGO-0101: polymongo.pool.max-size=many is not a whole number; give one such as 10",
                Map.of("pool.max-size", "many"));
    }

    @Test
    void anUnknownKeyAboutTenants() {
        assertRefused(
                "PMONGO-0101: polymongo.tenant.source is not a key of PolyMongo; did you mean polymongo.tenant.sources?",
                Map.of("tenant.source", "header"));
    }

    @Test
    void anUnknownKeyElsewhereIsNoReason() {
        Container.start(Map.of("pool.maxsize", "10")).close();
    }

    @Test
    void tenantWithoutASource() {
        assertRefused(
                "PMONGO-0103: @Tenant is injected at " + HERE + "$Users.users, but nothing says who the tenant is; set"
                        + " polymongo.tenant.sources to some of header, query (or to scope for explicit scopes only),"
                        + " or give a TenantResolver",
                Map.of(),
                Users.class);
    }

    @Test
    void tenantWithASourceOrAResolver() {
        Container.start(SCOPED, Users.class).close();
        Container.start(Map.of(), Users.class, FirstResolver.class).close();
    }

    @Test
    void tenantWithoutAPlaceForItsDirectory() {
        Map<String, String> config = Map.of("tenant.sources", "scope", "metadata-database", "none");
        assertRefused(
                "PMONGO-0101: polymongo.metadata-database=none leaves no place for a directory of tenants; name one,"
                        + " choose polymongo.tenant.directory=open, or give a TenantDirectory",
                config,
                Users.class);
        Container.start(config, Users.class, OwnDirectory.class).close();
    }

    @Test
    void typesThatCannotBeServedAreListedAllAtOnce() {
        assertThatThrownBy(() -> Container.start(SCOPED, Raw.class).close()).satisfies(thrown -> {
            ConfigurationException refused = (ConfigurationException) configurationException(thrown);
            assertThat(refused).hasMessageStartingWith("PMONGO-0102: 5 problems:\n");
            assertThat(refused.problems())
                    .containsExactlyInAnyOrder(
                            "the injection point " + HERE + "$Raw.raw does not name its document class; write"
                                    + " MongoCollection<User> with a class for User",
                            "the injection point " + HERE + "$Raw.wildcard does not name its document class; write"
                                    + " MongoCollection<User> with a class for User",
                            "the injection point " + HERE + "$Raw.parameterized does not name its document class; write"
                                    + " MongoCollection<User> with a class for User",
                            "the injection point " + HERE + "$Raw.unnamed is of org.bson.Document, which names no"
                                    + " collection; add @CollectionName",
                            "the injection point " + HERE + "$Raw.model does not name its document class; write"
                                    + " Model<User> with a class for User");
        });
    }

    @Test
    void aTypeVariable() {
        assertRefused(
                "PMONGO-0102: the injection point " + HERE + "$Variable.variable does not name its document class;"
                        + " write MongoCollection<User> with a class for User",
                SCOPED,
                Variable.class);
    }

    @Test
    void typesThatNoBeanHasAreToldInOurWordsWithTheConfigurationsProblems() {
        assertRefused(
                "PMONGO-0102: 3 problems:\n"
                        + "  - the injection point " + HERE
                        + "$WrongTypes.both has both @Tenant and @Database; leave one\n"
                        + "  - the injection point " + HERE + "$WrongTypes.text is a java.lang.String; @Tenant and"
                        + " @Database go with MongoCollection<T>, MongoDatabase and GridFSBucket\n"
                        + "  - PMONGO-0101: polymongo.pool.max-size=many is not a whole number; give one such as 10",
                Map.of("tenant.sources", "scope", "pool.max-size", "many"),
                WrongTypes.class);
    }

    @Test
    void anAlternativeResolverIsChosenAsAnywhere() {
        Container.start(SCOPED, FirstResolver.class, ChosenResolver.class).close();
    }

    @Alternative
    @ApplicationScoped
    static class DirectoryOfItsArchive extends OwnDirectory {}

    /** As {@code beans.xml} chooses it. */
    @Test
    void anAlternativeThatWouldBeUnseen() {
        assertThatThrownBy(() -> Container.start(
                                SCOPED,
                                application -> application.selectAlternatives(DirectoryOfItsArchive.class),
                                DirectoryOfItsArchive.class)
                        .close())
                .hasMessageContaining(
                        "PMONGO-0108: the alternative " + HERE + "$DirectoryOfItsArchive is chosen for its"
                                + " own archive only, and PolyMongo, which is another one, would go on without it; add"
                                + " @Priority to it");
    }

    @Alternative
    @ApplicationScoped
    static class NobodysDirectory extends OwnDirectory {}

    @Test
    void anAlternativeThatNobodyChose() {
        Container.start(SCOPED, NobodysDirectory.class).close();
    }

    @Test
    void twoResolvers() {
        assertRefused(
                "PMONGO-0104: there are several beans of type TenantResolver: " + HERE + "$FirstResolver, " + HERE
                        + "$SecondResolver; leave one",
                SCOPED,
                FirstResolver.class,
                SecondResolver.class);
    }

    @Test
    void anOwnDirectoryBesideTheKey() {
        assertRefused(
                "PMONGO-0101: polymongo.tenant.directory is set, and there is the application's own " + HERE
                        + "$OwnDirectory; remove one of the two",
                Map.of("tenant.directory", "open"),
                OwnDirectory.class);
    }

    @ApplicationScoped
    static class ServerThatGoesAway implements MongoClientCustomizer {
        @Override
        public void customize(String pool, MongoClientSettings.Builder settings) {
            throw new MongoNodeIsRecoveringException(BsonDocument.parse("{ok: 0, code: 91}"), new ServerAddress());
        }
    }

    @ApplicationScoped
    static class ServerThatRefuses implements MongoClientCustomizer {
        @Override
        public void customize(String pool, MongoClientSettings.Builder settings) {
            throw new MongoCommandException(BsonDocument.parse("{ok: 0, code: 18}"), new ServerAddress());
        }
    }

    @Test
    void coldStartOffGoesOnWhereItMayHealAndStopsWhereNot() {
        Map<String, String> warm = Map.of("cold-start", "false");
        try (Container container = Container.start(warm, ServerThatGoesAway.class)) {
            assertThat(container.get(PolyMongo.class).isConnected()).isFalse();
        }
        assertRefused(
                "PMONGO-0107: the pool 'shared' cannot connect: the server refuses to log it in; correct user, password,"
                        + " authSource or authMechanism in polymongo.uri",
                warm,
                ServerThatRefuses.class);
        Container.start(Map.of(), ServerThatRefuses.class).close();
    }
}
