package io.polymongo.sample.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * A problem document of RFC 9457.
 *
 * @param type what kind of problem; {@code about:blank} where the status says it all
 * @param title a short text for the kind
 * @param status the HTTP status
 * @param fields what is wrong with which field or parameter; left out where none is
 */
public record Problem(
        String type,
        String title,
        int status,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> fields) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Response.StatusType status) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), Map.of());
    }

    static Problem invalid(Map<String, String> fields) {
        return new Problem("urn:polymongo-sample:problem:invalid", "Not valid", 400, fields);
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
