package io.polymongo.it.application;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.polymongo.CollectionSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What each tenant is provisioned with: no two of its users share a name. */
@ApplicationScoped
public class UserCollection implements CollectionSpec {

    @Override
    public String collection() {
        return "users";
    }

    @Override
    public List<IndexModel> indexes(String tenant) {
        return List.of(new IndexModel(Indexes.ascending("name"), new IndexOptions().unique(true)));
    }
}
