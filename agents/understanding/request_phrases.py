"""The phrases of bookings, their changes and the service (see phrases)."""

from agents.understanding.intent_kinds import Intent

_BOOKINGS = (
    "booking/reservation/event/party/order/appointment/bookings/reservations/dinner/catering"
)

REQUESTS: dict[Intent, str] = {
    Intent.BOOKING: """
        book/reserve/booking/reservation/reservations
        schedule/hire a/an/you/us/the/my/for/with/something/it/chef/hibachi/our
        set up a/an/our
        lock in/it/that
        sign us/me up
        save/hold/grab the/that/a/my/our/this date/spot/day
        pencil us/me
        place/put/make an/a (in) order/reservation/booking
        want/need/like/love/looking/hoping/interested/planning * hibachi/chef/catering/caterer/
            cater/catered
        looking/want/need/like/hoping/trying to book/reserve/schedule/hire/have/host/throw/order
        looking for a/an * chef/party/caterer/catering/dinner/event
        planning/throwing/hosting/having/organizing/organising/arranging (a/an/my/our/
            some) * party/dinner/event/birthday/celebration/wedding/reunion/shower/gathering/bash/
            reception
        planning/throwing/hosting/having <number> people/guests
        want/need/like a/an * party/dinner/event
        can/could/would/will you (guys/all) cater/do/come/cook (for) my/our/a/an
        party/dinner/event/catering/hibachi/chef for <number>
        <number> people/guests/adults (on/for) <date>
        want you (guys/all) to come/cater
        need/want a chef
        want to proceed/move
        let us do it/this/that
        sign me/us up
    """,
    Intent.SERVICE: """
        how does it/this/that/everything/hibachi/the/your/booking/catering * work/works
        how it/this/everything works
        how do you (guys/all) work/operate
        what (all) is (all) included
        what is * included
        what does/do it/that/this/the/your/you (price/package/service/cost) include/includes/cover/
            bring
        does it/that/the/this/your (price/package/service/cost/quote) (also) include/cover/come
        do/will/does/should/would you/it/they/the (guys/all/chef/chefs) (also/still/already) bring/
            provide/supply/clean/rent/setup
        is/are (the/it/that/there) * included/provided/supplied
        included in/with
        comes with
        bring/provide/supply (the/your/their/our) (own) grill/grills/tables/chairs/plates/utensils/
            table/propane/everything/equipment/food
        what do i/we (need/have) (to) (need/have/bring/provide/do/supply/prepare)
        what should i/we (need/have/bring/provide/prepare/do)
        do/will i/we (need/have) (to/a/any) (provide/have/supply/bring/get) (a/any) power/
            electricity/space/outlet/water/tables/chairs/table/plates/anything/grill
        tables/chairs/plates/utensils/silverware/cutlery/propane/equipment/electricity/outlet
        clean/cleaning (it/everything) up/after
        cleanup/setup
        how long does/do/is/will/would/are
        how much space/room/time
        need power/electricity/outlet/outlets/water/propane/gas
        how many chefs
        how big/large a/of
        what is/are (a) hibachi
        what is this/myhibachi
        what do you (guys/all) do
        what services
        what is the process
        tell me (more) about (it/this/your/you/hibachi/how/the)
        more information/details
        who are you
        who is this
        are you (guys/a/an) caterer/restaurant/company/legit
        do you (guys) have (a) restaurant/location/website/instagram/pictures/photos/reviews/
            references
        website/instagram/photos/pictures/reviews
        do you come to us/me/our/my/people
        come to us/me/our/my (house/home/place)
        cook at/in our/my
        in my/our/a backyard/garage/patio/apartment/condo/yard
        indoors/indoor/outdoors/outdoor/tent
        fire/onion show/volcano/tricks
    """,
    Intent.MY_BOOKINGS: f"""
        my/our (existing/current/upcoming) booking/reservation/bookings/reservations/appointment
        my/our (existing/current/upcoming) event/party/order/dinner details/status/time/confirmed/
            info/information
        status of my/our
        do/did i/we (already/still) have/make/book (a/any/an) * booking/reservation/bookings/
            appointment
        do/did i/we have anything booked/scheduled
        check/see/view/find/confirm/pull (on/up/at) my/our {_BOOKINGS}/details
        look up my/our
        already booked/reserved
        booking/reservation/party i/we (already) made/have/booked
        what did i/we book/order/reserve
        when is/was/are my/our {_BOOKINGS}
        when am i
        what time/day/date is/was/are (the/my/our) chef/my/our/party
        am i/we (still/all) booked/confirmed/set/good
        are we (still/all) (on/good/set/booked/confirmed) for
        are we (all) confirmed/booked
        did you (guys/all) get/receive my/our
        i/we have (a/an) (upcoming/existing) booking/reservation/appointment
        my/our confirmation
        confirmation number
        i/we (already) booked
        i/we made a/an (earlier) booking/reservation
    """,
    Intent.CHANGE: f"""
        actually/instead/oops/typo/correction
        change/changed/changes/changing
        switch/swap/reschedule/rescheduling/rescheduled
        make it/that/this/them
        move it/the/my/our/that/this/to/us
        update/edit/modify/adjust/correct/fix/increase/lower the/my/our/it/that/number/count/date/
            time/address/to
        push it/the/back
        bump it/us/up/to/the
        i/we meant/mean
        date/time/number/name/address/day/city/count/email/phone is/was wrong/incorrect/off
        not <number>/<date>/<time>
        wrong date/time/number/name/address/day/city/count/person
        a/another/different/other date/day/time/address instead
        different/another/other date/day/time/address
        should be <number>/<date>/<time>
        should say/have (been)
        supposed to be
        that/this is not right/correct/it/quite
        that/this is wrong/incorrect
        <number>/<date>/<time> is/was wrong/incorrect
        not correct/right/quite
        incorrect
        scratch/forget that
        date/time/day/that/saturday/sunday does/will not work
        add <number>/one/another/a/some/two/few
        <number> more
        more/less/fewer/extra people/guests/person/guest
        remove/drop one/<number>
        is/are now <number>
        now it is <number>/<date>/<time>
        now <number>
        wait/no/sorry/oops (hold) (on) (it) (is) <number>/<date>/<time>
        i/we made/said/put/gave/typed/entered (a/the) mistake/typo/wrong
        would/i rather
        but make/change/can/could/it/for/on/at
        except/but (for) (the) date/time/number/address/name/city/count
        my name is not
        not {_BOOKINGS} but
    """,
    Intent.CANCEL_BOOKING: f"""
        cancel/cancelling/canceling (the/my/our/this/that/everything/all/for) (upcoming/existing/
            hibachi/<date>) {_BOOKINGS}
        cancel (the/my/our) (upcoming/existing/hibachi/birthday/<date>) * {_BOOKINGS}
        ^ cancel (it/that/this/everything/please/thanks) $
        cancel (for/on/our/my) <date>
        need/have/want/like/got to cancel (sorry/please/thanks/everything) $
        need/have/want/like/going to cancel it/my/our/the/this/that/everything/because/due/sorry
        i/we are cancelling/canceling
        cancel it/that/everything/please
        please cancel
        call it off
        calling/call off the/our/my/this
        scrap/ditch/drop/void/withdraw the/our/my/this booking/reservation/order/event/party
        do not need you/the/it (guys) anymore
        not going to happen
        not be needing you/it/the
        no longer need/needed/having/happening
        {_BOOKINGS} is/was off/cancelled/canceled
    """,
}

NOT_REQUESTS: dict[Intent, str] = {
    Intent.BOOKING: """
        my/our/the/existing/upcoming (existing/current/upcoming) booking/reservation/reservations
        cancel (my/our/the/this) booking/reservation
        did/have/had/already book/booked
        what do/should/will i/we need
        booking/reservation/confirmation number/fee/confirmation
        face/mac/note book
        do not book
        have (a/an) booking/reservation
    """,
    Intent.SERVICE: """
        do you know
        who are you going
    """,
    Intent.CHANGE: """
        for a change
        no/not change/changes
        changed my/our mind/minds
        nothing to change
        do not change
        change of
        not <date> (yet/available)
        if <date> is not
        make it work/quick/easy/happen/there/out/fun/special/memorable
        can not make it
        able to make it
        people who/that make it
        wrong with
    """,
    Intent.CANCEL_BOOKING: """
        if i/we/you/it/they (have/need/want/had/decide/ever) (to) cancel
        can/could i/we (still) cancel if/for/later/anytime/before/up/at
        what if * cancel
        cancel fee/policy
    """,
}
