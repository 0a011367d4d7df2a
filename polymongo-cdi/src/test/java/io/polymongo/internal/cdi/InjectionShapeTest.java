package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.internal.cdi.InjectionShape.Argument;
import org.junit.jupiter.api.Test;

class InjectionShapeTest {

    private static final Argument USER = new Argument("shop.User", null);

    private static InjectionShape tenant(String type, Argument argument, String collection) {
        return new InjectionShape("shop.Users.users", true, false, type, argument, collection);
    }

    @Test
    void whatIsServed() {
        assertThat(tenant(InjectionShape.COLLECTION, USER, null).problem()).isEmpty();
        assertThat(tenant(InjectionShape.DATABASE, Argument.NO_CLASS, null).problem())
                .isEmpty();
        assertThat(tenant(InjectionShape.COLLECTION, new Argument("org.bson.Document", null), "people")
                        .problem())
                .isEmpty();
        assertThat(new InjectionShape("x", false, false, InjectionShape.MODEL, USER, null).problem())
                .isEmpty();
        assertThat(new InjectionShape("x", false, false, "shop.User", Argument.NO_CLASS, null).isOurs())
                .isFalse();
    }

    @Test
    void whatIsNot() {
        assertThat(new InjectionShape("shop.Users.users", true, true, InjectionShape.COLLECTION, USER, null).problem())
                .contains("the injection point shop.Users.users has both @Tenant and @Database; leave one");
        assertThat(tenant("java.lang.String", Argument.NO_CLASS, null).problem())
                .contains("the injection point shop.Users.users is a java.lang.String; @Tenant and @Database go with"
                        + " MongoCollection<T>, MongoDatabase and GridFSBucket");
        assertThat(tenant(InjectionShape.COLLECTION, Argument.NO_CLASS, null).problem())
                .contains("the injection point shop.Users.users does not name its document class; write"
                        + " MongoCollection<User> with a class for User");
        assertThat(tenant(InjectionShape.COLLECTION, new Argument("org.bson.Document", null), null)
                        .problem())
                .contains("the injection point shop.Users.users is of org.bson.Document, which names no collection;"
                        + " add @CollectionName");
        assertThat(tenant(InjectionShape.COLLECTION, new Argument("shop.User", "a$b"), null)
                        .problem())
                .contains("the injection point shop.Users.users has @CollectionName(\"a$b\"), which is no collection"
                        + " name: neither $ nor NUL may be in it");
        assertThat(tenant(InjectionShape.MODEL, USER, null).problem())
                .contains("the injection point shop.Users.users is a Model, which is for any database; leave @Tenant"
                        + " and @Database out");
    }
}
