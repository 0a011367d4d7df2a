package io.polymongo.sample.async;

import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import io.polymongo.Tenant;
import io.polymongo.sample.user.User;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Builds its collection once, in the request of whichever tenant came first, and uses it for all. */
@ApplicationScoped
public class SharedChain {

    @Inject
    @Tenant
    MongoCollection<User> users;

    private MongoCollection<User> chain;

    @PostConstruct
    void build() {
        chain = users.withReadPreference(ReadPreference.primaryPreferred()).withWriteConcern(WriteConcern.MAJORITY);
    }

    List<String> names() {
        return chain.find().map(User::name).into(new ArrayList<>());
    }
}
