"""Ways out: how a message leaves the desk, and what is known of its arrival.

How the rest of the desk uses it:

    settings = read_settings(desk.home)             settings: ways.toml, or its refusal
    hub = Hub(epoch=os.urandom(8).hex())            hub: in-process subscriptions, for the web desk
    with open_courier(desk, settings, hub) as courier:              opening
        hub.publish(Event(...), readers)            first of all for a stop request: milliseconds
        courier.post(Message.carrying(worded, of=digest, kind=tag, way="mail",
                                      to=role, contact=address, attempt=ring, rung=rung,
                                      urgent=True))  durable when it returns; then tried until known
        with hub.subscribe(reader, last_event_id) as page:          page.take() or page.arrive()
        calls = CallBacks(courier.outbox, DeskJournal(desk), answering, now=desk.clock.now)
        calls.take(read_callback(method, query, headers, body, ...))  what a gateway calls back with
    Beats(path, signer).beat(desk.checkpoint(), now)                heart: from the watch's own loop

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
