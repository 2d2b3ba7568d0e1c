"""The phrases of the talk itself: greeting, thanks, waiting, complaint, opting out."""

from agents.understanding.intent_kinds import Intent

TALK: dict[Intent, str] = {
    Intent.GREETING: """
        ^ hi/hello/hey/heya/hiya/howdy/yo/greetings/hola/sup/aloha
        hi/hello/hey/hiya/howdy/hola
        good morning/afternoon/evening/day
        ^ morning/afternoon/evening $
        how are you/things
        how is it going
        what is up
    """,
    Intent.THANKS: """
        thanks/thank/cheers/gracias/appreciate/appreciated/grateful/🙏
    """,
    Intent.GOODBYE: """
        bye/goodbye/byebye/cya/goodnight/ttyl/adios
        good bye/night
        see you/ya (later/soon/then/around/there) $
        see you/ya later/soon/then/there
        talk (to/with) (you) later/soon/then
        have a good/great/nice/lovely/wonderful/blessed (rest/day/one/night/weekend/evening)
        take care
        that is all (for/i) (now/today/needed) $
        ^ later/laters/peace $
        catch you later
    """,
    Intent.WAIT: """
        wait
        ^ hold $
        hold on/up/off
        hang on
        one/a/1/<number> moment/sec/second/minute/min/mins/minutes $
        just/give (me) a moment/sec/second/minute/min/bit
        give me a/some/one/<number> (more) moment/sec/second/minute/minutes/min/mins/bit/time/few/
            day/days/hour
        not yet
        let me check/ask/think/talk/confirm/see/get/double/verify/look/discuss/find
        i/we will (have/need) (to) get/be/check/think/ask/let/circle (you/back/right/about/
            with) (back/know)
        get back to you
        i/we think about/on it/this
        i/we (have/need/want) (to/gotta) think/sleep (about/on/over) (it/this/that) (over) $
        think it over
        sleep on it
        run it/this by my/our
        do not send/submit/book (it/that/this/anything) yet
        before you send/submit
        need to check/think/ask/talk/confirm/discuss
        need some/more time
        have to check/think/ask/confirm/talk
        brb/pause
        be right back
        thinking about it
        before you book
        let you know
    """,
    Intent.COMPLAINT: """
        terrible/awful/horrible/worst/rude/disgusting/unacceptable/ridiculous/disappointed
        disappointing/pathetic/scam/scammed/scammers/lawsuit/lawyer/unprofessional/furious/pissed
        complaint/complain/ripoff/overcharged/misled/inedible/undercooked/burnt/frustrating
        frustrated/poisoning/horrendous/sucks/sucked/unhappy
        ripped off
        not (very/at/so/really) (all) happy/satisfied/pleased/impressed/acceptable/cool
        upset/mad/angry with/about/at/that
        very/so/really/extremely/pretty upset/angry/mad
        never showed/shown/came/arrived/again/got/responded/called/answered
        did not show/come/arrive/respond/answer
        no show
        food was/is/were/came (so/very/really/all/too/not) cold/bad/raw/late/gross/terrible/dry/
            salty
        chef was/is/were/never/did (so/very/really/an/not) late/rude/hour/drunk/dirty/show/bad
        was/were/showed/came/arrived (up) (so/very/really) late
        hour/hours/minutes/min late
        late to my/our/the party/event/wedding/dinner/birthday
        got/were/was/felt/feeling sick
        food poisoning
        want/need/demand/give (me) my/a/our (full) money/refund/deposit back
        money back
        i/we want/demand a (full) refund
        bad/poor service/experience/review
        double/wrongly charged
        charged me/us
        charged (me/us) twice/wrong/double/extra
        waste of
        report you
        still waiting
        nobody (ever/has/had/is/will) responded/answered/called/replies/replied/showed/came/
            responds/responding/answers/answering/calls/picks/picking/pick/helping/help/answer/respond
        nobody got/getting/gets/get back
        2nd/3rd/4th/5th/second/third/fourth/fifth/tenth time (i) (am/have) (been) texting/calling/
            messaging/asking/writing/reaching/trying
        burned/burnt/injured/hurt/damaged/broke/ruined/destroyed/stole/cut my/our/her/his/me
        ruined the/everything
        been calling/texting/emailing/waiting/trying (you) (all/for) (all/day/days/a) (week/day/
            days/hour/hours/month)
        what a joke
        this is bs/bullshit/crap
    """,
    Intent.OPT_OUT: """
        ^ stop/stopall/unsubscribe/optout/quit/revoke (please/now/it/thanks/this) $
        stop $
        please stop
        stop texting/messaging/contacting/emailing/bothering/spamming/harassing/calling/writing
        stop sending/pinging/blowing
        stop (with) the/these/your/all/with (the/these/all/your/this) (automated/marketing/
            damn) texts/messages/text/spam/notifications/texting/alerts/sms
        stop texts/messages/sms/text/spam/now
        stop to text/message
        unsubscribe/optout
        opt (me/us/my/this) (number) out
        opting/opted out
        take/get me/us * off
        take/get my/this number/name/phone/info * off
        remove me/us
        remove/delete/erase/lose my/this/our (phone/cell) number/phone/info/contact
        off your/the/this (mailing/texting/contact/text/calling/marketing) list/lists
        leave me/us alone
        do not (ever/you) text/message/contact/sms/email/bother me/us/this/my
        do not (ever) text/message/contact (here/this/anymore/again/please) $
        do not want/wish/need (any/more/your) (more/of/your/these/text) texts/messages/text/
            message/sms/spam
        do not want/wish to receive/get/be (any/more/text/your/these/texted/contacted/messaged)
        do not want/wish to hear from
        do not want/wish you to text/contact/message
        do not want/wish you texting/contacting/messaging
        do not send me/us (any/more/anymore) (more) texts/messages/text/message/anything/these/
            stuff/spam
        no more (of) (your/these/the) texts/messages/text/spam/sms/messaging/texting
        quit texting/messaging/bothering/contacting/sending/spamming
        cease all/contact/texting/and
        ^ wrong number $
        ^ sorry wrong number $
        you have/got the wrong number
        never text/contact/message me/us
        no longer want/wish to receive/get/be
        not interested in receiving/getting
    """,
}

NOT_TALK: dict[Intent, str] = {
    Intent.GREETING: """
        say/said hi/hello/hey
        how are you (guys/all) different/able/so/any/better/cheaper/open/going
    """,
    Intent.THANKS: """
        thanks to
        thank goodness/god
        can not thank
    """,
    Intent.GOODBYE: """
        take care of
    """,
    Intent.WAIT: """
        can not/never wait
        not/never wait
        wait time/times/list/staff/staffed/for
        long is the wait
        waiting list
        let me know
    """,
    Intent.COMPLAINT: """
        not mad/upset/angry/disappointed/complaining/unhappy
        never got back to you
        late night
        hope * not
    """,
    Intent.OPT_OUT: """
        can not/never (please/just) stop
        could/would/will/must/does/do/did not stop
        stop by/in/at/over/light/sign/watch/motion/to/for/thinking/talking/eating/dreaming/raving/
            worrying
        non/one/bus/full/last stop
        nonstop
        do not text/call/contact/message/bother (me/us) (please) before/after/until/till/at/while/
            during/if/when/unless/<time>
        do not want to receive/get (too/a/the/food/sick)
        get me off the
    """,
}
