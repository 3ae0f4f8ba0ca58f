/**
 * How open each guard leaves an edge, 0 to 1. They order risks and are no probabilities of an attack; each is one named
 * constant so that the whole scale can be read, and argued about, here.
 */

export const OPEN = 1;
/** Someone must name the bot first. */
export const MENTION_GATE = 0.9;
/** A code that the owner approves, or a list of senders. */
export const PAIRING = 0.2;
/** A person approves each command. */
export const APPROVAL = 0.15;
/** A model approves: it reads the same prompt. */
export const REVIEWER_MODEL = 0.5;
/** Only listed commands run. */
export const ALLOWLIST = 0.1;
/** Host resources from inside a sandbox. */
export const SANDBOX = 0.3;
/** A long secret on loopback. */
export const TOKEN_ON_LOOPBACK = 0.02;
/** A long secret on a port that others reach. */
export const TOKEN = 0.1;
/** A secret that is short or a placeholder. */
export const WEAK_SECRET = 0.6;
/** Nothing asked, but only from this machine: programs of it, web pages in its browser, a proxy in front. */
export const LOOPBACK = 0.5;
/** A port of the local network, for the whole internet: a router stands in between, mostly. */
export const LAN_FROM_INTERNET = 0.6;
/** Web pages and files that an agent fetches: it must be made to, and the model must obey. */
export const FETCHED_CONTENT = 0.2;
/** Repositories, issues and packages that a coding agent reads all day. */
export const REPOSITORY_CONTENT = 0.5;
/** Outside text handed over without the wrapper that marks it as untrusted. */
export const RAW_CONTENT = 0.8;
/** Whoever publishes the newest version of a package that is fetched at each start. */
export const UNPINNED_PACKAGE = 0.4;
/** Code from somewhere else that is loaded without a check of its content. */
export const UNREVIEWED_CODE = 0.3;
/** Code in which calls that attackers need were found. */
export const SUSPICIOUS_CODE = 1;
/** Another agent does what it is asked. */
export const DELEGATION = 0.8;
