package io.polymongo.sample.user;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.polymongo.CollectionSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The collection that each tenant is provisioned with: no two of its users share an e-mail address. */
@ApplicationScoped
public class UserCollection implements CollectionSpec {

    @Override
    public String collection() {
        return User.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes(String tenant) {
        return List.of(new IndexModel(Indexes.ascending("email"), new IndexOptions().unique(true)));
    }
}
