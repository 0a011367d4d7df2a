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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** What is known of a document that a validator by operators does not let pass. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{n: {$gte: 1}} | {_id: 1, n: 0} | {operatorName: '$gte', specifiedAs: {n: {$gte: 1}}, reason:"
                        + " 'comparison failed', consideredValue: 0} | {n: 1}",
                "{n: {$lt: 9}} | {_id: 1} | {operatorName: '$lt', specifiedAs: {n: {$lt: 9}}, reason: 'field was"
                        + " missing'} | {n: 8}",
                "{n: 1} | {_id: 1, n: [2, 3]} | {operatorName: '$eq', specifiedAs: {n: 1}, reason: 'comparison failed',"
                        + " consideredValues: [2, 3]} | {n: [2, 1]}",
                "{s: {$in: ['a', 'b']}} | {_id: 1, s: 'c'} | {operatorName: '$in', specifiedAs: {s: {$in: ['a', 'b']}},"
                        + " reason: 'no matching value found in array', consideredValue: 'c'} | {s: 'a'}",
                "{s: {$type: 'string'}} | {_id: 1, s: 5} | {operatorName: '$type', specifiedAs: {s: {$type: 'string'}},"
                        + " reason: 'type did not match', consideredValue: 5, consideredType: 'int'} | {s: 'x'}",
                "{'d.s': {$exists: true}} | {_id: 1, d: {}} | {operatorName: '$exists', specifiedAs: {'d.s': {$exists:"
                        + " true}}, reason: 'path does not exist'} | {d: {s: 1}}",
                "{n: {$gt: 0, $lt: 9}} | {_id: 1, n: 10} | {operatorName: '$and', clausesNotSatisfied: [{index: 1,"
                        + " details: {operatorName: '$lt', specifiedAs: {n: {$lt: 9}}, reason: 'comparison failed',"
                        + " consideredValue: 10}}]} | {n: 5}",
                "{$or: [{n: 1}, {s: 'x'}]} | {_id: 1, n: 2} | {operatorName: '$or', clausesNotSatisfied: [{index: 0,"
                        + " details: {operatorName: '$eq', specifiedAs: {n: 1}, reason: 'comparison failed',"
                        + " consideredValue: 2}}, {index: 1, details: {operatorName: '$eq', specifiedAs: {s: 'x'}, reason:"
                        + " 'field was missing'}}]} | {s: 'x'}",
                "{$nor: [{n: 1}, {n: 2}]} | {_id: 1, n: 2} | {operatorName: '$nor', clausesSatisfied: [{index: 1,"
                        + " details: {operatorName: '$eq', specifiedAs: {n: 2}, reason: 'comparison succeeded',"
                        + " consideredValue: 2}}]} | {n: 3}",
                "{n: {$not: {$lt: 3}}} | {_id: 1, n: 2} | {operatorName: '$not', details: {operatorName: '$lt',"
                        + " specifiedAs: {n: {$lt: 3}}, reason: 'comparison succeeded', consideredValue: 2}} | {n: 3}",
                "{$and: [{$jsonSchema: {required: ['s']}}, {n: 1}]} | {_id: 1, n: 1} | {operatorName: '$and',"
                        + " clausesNotSatisfied: [{index: 0, details: {operatorName: '$jsonSchema',"
                        + " schemaRulesNotSatisfied: [{operatorName: 'required', specifiedAs: {required: ['s']},"
                        + " missingProperties: ['s']}]}}]} | {n: 1, s: 'x'}",
            })
    void operatorsAreToldWhy(String validator, String document, String details, String passing) {
        database.createCollection(
                "things",
                new CreateCollectionOptions()
                        .validationOptions(new ValidationOptions().validator(Document.parse(validator))));
        MongoCollection<Document> things = database.getCollection("things");
        assertThatThrownBy(() -> things.insertOne(Document.parse(document)))
                .isInstanceOfSatisfying(MongoWriteException.class, error -> {
                    assertThat(error.getError().getCode()).isEqualTo(121);
                    // as text, for the sake of indexes that are longs
                    assertThat(error.getError()
                                    .getDetails()
                                    .getDocument("details")
                                    .toJson())
                            .isEqualTo(BsonDocument.parse(details).toJson());
                });
        things.insertOne(Document.parse(passing));
    }
}
