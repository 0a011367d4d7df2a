/**
 * One application for all runtimes: a directory of users who move credits, and what shows that injection, tenants and
 * transactions work here. Written for CDI Lite and CDI Full at once, and for the specifications alone.
 */
package io.polymongo.it.application;
