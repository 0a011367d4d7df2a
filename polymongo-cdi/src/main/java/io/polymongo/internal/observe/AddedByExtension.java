package io.polymongo.internal.observe;

/**
 * Marks a class that becomes a bean only if an extension says so. A type and not an annotation: to find an annotation, ArC
 * looks at all those of all classes, and warns of each that is not there.
 */
public interface AddedByExtension {}
