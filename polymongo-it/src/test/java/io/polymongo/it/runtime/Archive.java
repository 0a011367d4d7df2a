package io.polymongo.it.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** What an application server is given to run. */
@FunctionalInterface
interface Archive {

    /** Where it is; it may be made in this folder. */
    Path in(Path folder) throws IOException;
}
