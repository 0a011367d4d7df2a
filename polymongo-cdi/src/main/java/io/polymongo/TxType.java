package io.polymongo;

/** What a method does about a transaction, with the meanings of Jakarta Transactions. */
public enum TxType {
    /** Joins the open transaction, else begins one. */
    REQUIRED,
    /** Begins a transaction of its own; an open one rests meanwhile. */
    REQUIRES_NEW,
    /** Joins the open transaction, else is refused. */
    MANDATORY,
    /** Joins the open transaction, else runs without. */
    SUPPORTS,
    /** Runs without; an open transaction rests meanwhile. */
    NOT_SUPPORTED,
    /** Runs without, and is refused where a transaction is open. */
    NEVER
}
