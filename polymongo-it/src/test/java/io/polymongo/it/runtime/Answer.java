package io.polymongo.it.runtime;

import java.net.http.HttpHeaders;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What came back; the driver's reader of JSON will do. */
record Answer(int status, HttpHeaders headers, String body) {

    BsonDocument json() {
        return BsonDocument.parse(body);
    }

    List<BsonDocument> list() {
        return BsonArray.parse(body).stream().map(BsonValue::asDocument).toList();
    }

    String text(String field) {
        return json().getString(field).getValue();
    }

    int number(String field) {
        return json().getNumber(field).intValue();
    }
}
