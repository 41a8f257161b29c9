/**
 * Segments: who is meant by a definition, and who is in it at this moment. One engine reads the log after identity did, keeps a small state
 * for each person, and knows at which instant time alone changes an answer.
 *
 * It guarantees: entries and exits are events, each once, whatever is killed in between; what comes late, is taken back, merged or undone
 * is right afterwards; the first members of a new definition are a snapshot and no events; who was in it on a past day is known, as we
 * had decided then and as we know now; why somebody is in it can be said.
 * It leaves to others: what is done about an entry or an exit, and what a definition means (`decide/definitions`).
 */
