package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.ValidationOptions;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas of collections, as the driver sees them. */
@OnServer
class ValidatorIT {

    private MongoDatabase database;
    private MongoCollection<Document> people;

    @BeforeEach
    void start(TestDatabases databases) {
        database = databases.raw().getDatabase(databases.name("a"));
        database.createCollection(
                "people",
                new CreateCollectionOptions()
                        .validationOptions(
                                new ValidationOptions()
                                        .validator(
                                                Document.parse(
                                                        "{$jsonSchema: {required: ['name'], properties: {name: {bsonType: 'string'}}}}"))));
        people = database.getCollection("people");
    }

    @Test
    void aWriteThatDoesNotObeyIsToldWhy() {
        assertThatThrownBy(() -> people.insertOne(new Document("_id", 1).append("name", 5)))
                .isInstanceOfSatisfying(MongoWriteException.class, error -> {
                    assertThat(error.getError().getCode()).isEqualTo(121);
                    assertThat(error.getError().getDetails())
                            .isEqualTo(
                                    BsonDocument.parse("{failingDocumentId: 1, details: {operatorName: '$jsonSchema',"
                                            + " schemaRulesNotSatisfied: [{operatorName: 'properties',"
                                            + " propertiesNotSatisfied: [{propertyName: 'name', details: [{operatorName:"
                                            + " 'bsonType', specifiedAs: {bsonType: 'string'}, reason: 'type did not"
                                            + " match', consideredValue: 5, consideredType: 'int'}]}]}]}}"));
                });
        people.insertOne(new Document("_id", 1).append("name", "x"));
        assertThatThrownBy(() -> people.findOneAndUpdate(Filters.eq(1), Updates.unset("name")))
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(121));
    }

    @Test
    void aWriteMayBypassIt() {
        people.insertOne(new Document("_id", 1), new InsertOneOptions().bypassDocumentValidation(true));
        assertThat(people.countDocuments()).isOne();
        assertThatThrownBy(() -> people.insertOne(new Document("_id", 2))).isInstanceOf(MongoWriteException.class);
    }

    @Test
    void aSchemaIsAFilter() {
        MongoCollection<Document> things = database.getCollection("things");
        things.insertOne(new Document("_id", 1).append("n", 1));
        things.insertOne(new Document("_id", 2).append("n", "x"));
        assertThat(things.find(Filters.jsonSchema(Document.parse("{properties: {n: {bsonType: 'int'}}}"))))
                .extracting(each -> each.get("_id"))
                .containsExactly(1);
    }
}
