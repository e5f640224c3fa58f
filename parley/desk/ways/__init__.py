"""Ways out: how a message leaves the desk, and what is known of its arrival.

How the rest of the desk uses it:

    settings = read_settings(desk.home)             ways.toml of the desk's folder, or its refusal
    hub = Hub(epoch=...)                            in-process subscriptions; the web desk reads it
    with open_courier(desk, settings, hub) as courier:
        hub.publish(Event(...), readers)            a stop request first here: microseconds
        courier.post(Message(...))                  durable when it returns; then rung until known
        courier.answered(callback)                  what a gateway called back with -> records

`post` is idempotent: the same (record, way, contact, role, attempt) is sent once more only after a
crash between sending and recording, and then with the same key, by which a receiver tells it for
what it is. To ring again on purpose, raise `attempt`. The watch derives what is due from the
record and posts it; what was posted and not yet concluded lies sealed in `outbox/`.

What is entered, by the desk's own act, and what each word means:

    dispatch.attempted      a try was made; one for each try, `attempt` is the ring it belongs to
    dispatch.delivered      the carrier said that it arrived (a bounce says that it did not)
    dispatch.failed         that try did not get through; `final` when this attempt is given up
    dispatch.opened         never from here: only a page of Parley's own can know it
    dispatch.unreachable    never from here: only the watch knows that the whole ladder was tried

A stop request overtakes everything: it has slots of its own on every way, no limit per contact
holds it back, and it waits seconds where another message waits minutes.
"""
