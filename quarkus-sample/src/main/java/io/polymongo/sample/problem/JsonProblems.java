package io.polymongo.sample.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** JSON of another shape than asked for, such as an object in the place of a text. */
@Provider
public class JsonProblems implements ExceptionMapper<MismatchedInputException> {

    @Override
    public Response toResponse(MismatchedInputException exception) {
        Map<String, String> fields = new TreeMap<>();
        exception.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .forEach(field -> fields.put(field, "is of the wrong type"));
        return Problem.invalid(fields).response();
    }
}
