package io.polymongo.embedded.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which documents obey a schema, what is said of those that do not, and which schemas are none. */
class JsonSchemaTest {

    private static Document parse(String json) {
        return (Document) convert(BsonDocument.parse(json));
    }

    private static Object convert(BsonValue value) {
        return switch (value.getBsonType()) {
            case DOCUMENT -> {
                Document document = new Document();
                value.asDocument().forEach((name, each) -> document.put(name, convert(each)));
                yield document;
            }
            case ARRAY -> value.asArray().stream().map(JsonSchemaTest::convert).collect(Collectors.toList());
            case STRING -> value.asString().getValue();
            case INT32 -> value.asInt32().getValue();
            case INT64 -> value.asInt64().getValue();
            case DOUBLE -> value.asDouble().getValue();
            case BOOLEAN -> value.asBoolean().getValue();
            default -> null;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{bsonType: 'object'} | {a: 1} | ",
                "{properties: {a: {bsonType: ['int', 'null']}}} | {a: null} | {a: 'x'}",
                "{properties: {a: {bsonType: 'number'}}} | {a: 1.5} | {a: '1'}",
                "{properties: {a: {type: 'number'}}} | {b: 1} | {a: true}",
                "{properties: {a: {type: ['boolean', 'string']}}} | {a: false} | {a: 1}",
                "{required: ['a', 'b']} | {a: null, b: 1} | {a: 1}",
                "{additionalProperties: false, properties: {_id: {}, a: {}}} | {_id: 1, a: 2} | {a: 1, b: 1}",
                "{additionalProperties: {bsonType: 'int'}, properties: {a: {}}} | {a: 'x', b: 1} | {b: 'x'}",
                "{patternProperties: {'^n_': {bsonType: 'int'}}} | {n_a: 1, a: 'x'} | {n_a: 'x'}",
                "{patternProperties: {'^n_': {}}, additionalProperties: false} | {n_a: 1} | {a: 1}",
                "{properties: {a: {enum: [1, 'x', {b: 1, c: 2}]}}} | {a: {c: 2, b: 1}} | {a: 'y'}",
                "{properties: {a: {enum: [1]}}} | {a: 1.0} | {a: [1]}",
                "{properties: {a: {minimum: 2}}} | {a: 2} | {a: 1.9}",
                "{properties: {a: {minimum: 2, exclusiveMinimum: true}}} | {a: 2.1} | {a: 2}",
                "{properties: {a: {minimum: 2, exclusiveMinimum: false}}} | {a: 2} | {a: 1}",
                "{properties: {a: {maximum: 2}}} | {a: 'x'} | {a: 3}",
                "{properties: {a: {maximum: 2, exclusiveMaximum: true}}} | {a: 1} | {a: 2}",
                "{properties: {a: {multipleOf: 0.1}}} | {a: 0.3} | {a: 0.35}",
                "{properties: {a: {minLength: 2}}} | {a: 'xx'} | {a: 'x'}",
                "{properties: {a: {maxLength: 2}}} | {a: [1, 2, 3]} | {a: 'xxx'}",
                "{properties: {a: {pattern: '^x'}}} | {a: 'xy'} | {a: 'yx'}",
                "{properties: {a: {items: {bsonType: 'int'}}}} | {a: [1, 2]} | {a: [1, 'x']}",
                "{properties: {a: {items: [{bsonType: 'int'}, {bsonType: 'string'}]}}} | {a: [1]} | {a: [1, 2]}",
                "{properties: {a: {items: [{}], additionalItems: false}}} | {a: [1]} | {a: [1, 2]}",
                "{properties: {a: {items: [{}], additionalItems: {type: 'string'}}}} | {a: [1, 'x']} | {a: [1, 2]}",
                "{properties: {a: {additionalItems: false}}} | {a: [1]} | ",
                "{properties: {a: {minItems: 1}}} | {a: [1]} | {a: []}",
                "{properties: {a: {maxItems: 1}}} | {a: [1]} | {a: [1, 2]}",
                "{properties: {a: {uniqueItems: true}}} | {a: [1, 2]} | {a: [1, 2, 1.0]}",
                "{properties: {a: {uniqueItems: false}}} | {a: [1, 1]} | ",
                "{properties: {a: {minProperties: 1}}} | {a: {b: 1}} | {a: {}}",
                "{maxProperties: 1} | {a: 1} | {a: 1, b: 2}",
                "{allOf: [{required: ['a']}, {required: ['b']}]} | {a: 1, b: 1} | {a: 1}",
                "{anyOf: [{required: ['a']}, {required: ['b']}]} | {b: 1} | {c: 1}",
                "{oneOf: [{required: ['a']}, {required: ['b']}]} | {b: 1} | {a: 1, b: 1}",
                "{not: {required: ['a']}} | {b: 1} | {a: 1}",
                "{dependencies: {a: ['b']}} | {b: 1} | {a: 1}",
                "{dependencies: {a: {required: ['b']}}} | {a: 1, b: 1} | {a: 1}",
                "{properties: {a: {required: ['b'], properties: {b: {minimum: 1}}}}} | {a: {b: 1}} | {a: {b: 0}}",
                "{title: 't', description: 'd'} | {a: 1} | ",
            })
    void obedience(String schema, String obeys, String obeysNot) {
        JsonSchema parsed = JsonSchema.parse(parse(schema));
        assertThat(parsed.matches(parse(obeys))).as(obeys).isTrue();
        if (obeysNot != null) {
            assertThat(parsed.matches(parse(obeysNot))).as(obeysNot).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{properties: {a: {bsonType: 'int', description: 'must be whole'}}} | {a: 'x'} | {operatorName:"
                        + " 'properties', propertiesNotSatisfied: [{propertyName: 'a', description: 'must be whole',"
                        + " details: [{operatorName: 'bsonType', specifiedAs: {bsonType: 'int'}, reason: 'type did not"
                        + " match', consideredValue: 'x', consideredType: 'string'}]}]}",
                "{required: ['b', 'a']} | {c: 1} | {operatorName: 'required', specifiedAs: {required: ['b', 'a']},"
                        + " missingProperties: ['a', 'b']}",
                "{additionalProperties: false} | {c: 1} | {operatorName: 'additionalProperties', specifiedAs:"
                        + " {additionalProperties: false}, additionalProperties: ['c']}",
                "{patternProperties: {'^n': {minimum: 1, exclusiveMinimum: true}}} | {n: 1} | {operatorName:"
                        + " 'patternProperties', details: [{propertyName: 'n', regexMatched: '^n', details: [{operatorName:"
                        + " 'minimum', specifiedAs: {minimum: 1, exclusiveMinimum: true}, reason: 'comparison failed',"
                        + " consideredValue: 1}]}]}",
                "{properties: {a: {items: {enum: [1]}}}} | {a: [1, 2]} | {operatorName: 'properties',"
                        + " propertiesNotSatisfied: [{propertyName: 'a', details: [{operatorName: 'items', reason: 'At least"
                        + " one item did not match the sub-schema', itemIndex: {$numberLong: '1'}, details: [{operatorName:"
                        + " 'enum', specifiedAs: {enum: [1]}, reason: 'value was not found in enum', consideredValue:"
                        + " 2}]}]}]}",
                "{oneOf: [{}, {}]} | {a: 1} | {operatorName: 'oneOf', reason: 'more than one subschema matched',"
                        + " matchingSchemaIndexes: [0, 1]}",
                "{anyOf: [{title: 't', maxProperties: 0}]} | {a: 1} | {operatorName: 'anyOf', schemasNotSatisfied: [{index:"
                        + " {$numberLong: '0'}, title: 't', details: [{operatorName: 'maxProperties', specifiedAs:"
                        + " {maxProperties: 0}, reason: 'specified number of properties was not satisfied',"
                        + " numberOfProperties: 1}]}]}",
                "{not: {}} | {a: 1} | {operatorName: 'not', reason: 'child expression matched'}",
                "{dependencies: {a: ['b']}} | {a: 1} | {operatorName: 'dependencies', failingDependencies:"
                        + " [{conditionalProperty: 'a', missingProperties: ['b']}]}",
            })
    void whatIsSaidOfThoseThatDoNotObey(String schema, String document, String failure) {
        assertThat(JsonSchema.parse(parse(schema)).details(parse(document)))
                .isEqualTo(new Document("operatorName", "$jsonSchema")
                        .append("schemaRulesNotSatisfied", List.of(parse(failure))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{foo: 1} | 9 | Unknown $jsonSchema keyword: foo",
                "{properties: {a: {foo: 1}}} | 9 | Unknown $jsonSchema keyword: foo",
                "{$ref: 'x'} | 9 | $jsonSchema keyword '$ref' is not currently supported",
                "{format: 'email'} | 9 | $jsonSchema keyword 'format' is not currently supported",
                "{title: 1} | 14 | $jsonSchema keyword 'title' must be of type string",
                "{type: 'string', bsonType: 'string'} | 9 | Cannot specify both $jsonSchema keywords 'type' and"
                        + " 'bsonType'",
                "{type: 'integer'} | 9 | $jsonSchema type 'integer' is not currently supported.",
                "{bsonType: 'whole'} | 2 | Unknown type name alias: whole",
                "{required: []} | 9 | $jsonSchema keyword 'required' cannot be an empty array",
                "{required: ['a', 'a']} | 9 | $jsonSchema keyword 'required' array cannot contain duplicate values",
                "{properties: {a: 1}} | 14 | Nested schema for $jsonSchema property 'a' must be an object",
                "{minimum: '1'} | 14 | $jsonSchema keyword 'minimum' must be a number",
                "{exclusiveMinimum: true} | 9 | $jsonSchema keyword 'minimum' must be a present if exclusiveMinimum is"
                        + " present",
                "{minimum: 1, exclusiveMinimum: 1} | 14 | $jsonSchema keyword 'exclusiveMinimum' must be a boolean",
                "{multipleOf: 0} | 9 | $jsonSchema keyword 'multipleOf' must have a positive value",
                "{maxLength: -1} | 9 | Expected a non-negative number in: maxLength: -1",
                "{enum: []} | 9 | $jsonSchema keyword 'enum' cannot be an empty array",
                "{enum: [1, 1.0]} | 9 | $jsonSchema keyword 'enum' array cannot contain duplicate values.",
                "{allOf: []} | 2 | $jsonSchema keyword 'allOf' must be a non-empty array",
                "{not: 1} | 14 | $jsonSchema keyword 'not' must be an object, but found an element of type int",
            })
    void whatIsNoSchema(String schema, int code, String message) {
        CommandError error = catchThrowableOfType(CommandError.class, () -> JsonSchema.parse(parse(schema)));
        assertThat(error).as(schema).isNotNull().hasMessage(message);
        assertThat(error.code()).isEqualTo(code);
    }
}
