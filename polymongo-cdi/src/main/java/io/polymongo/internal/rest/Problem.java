package io.polymongo.internal.rest;

import io.polymongo.internal.log.Log;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * A problem document of RFC 9457. The detail is for the client: no names of databases or servers, no text of the driver.
 *
 * @param type what kind of problem, the last part of its URN
 * @param title a short text for the kind
 * @param status the HTTP status
 * @param detail what the client may do about it
 */
record Problem(String type, String title, int status, String detail) {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final int RETRY_AFTER_SECONDS = 5;

    /** The answer to a request that ended with an exception, which the log tells as far as the client is not told. */
    Response answerTo(RuntimeException exception, Log log) {
        if (status == 503) {
            // An outage ends many requests: a line for each is enough.
            log.warning("a request ended with 503: " + exception);
        } else if (status >= 500) {
            log.error("a request ended with " + status, exception);
        } else {
            log.debug("a request ended with " + status, exception);
        }
        return response();
    }

    private Response response() {
        // The driver's JSON writer, since no JSON library is sure to be there.
        String body = new BsonDocument("type", new BsonString("urn:polymongo:problem:" + type))
                .append("title", new BsonString(title))
                .append("status", new BsonInt32(status))
                .append("detail", new BsonString(detail))
                .toJson();
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(body);
        if (status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
