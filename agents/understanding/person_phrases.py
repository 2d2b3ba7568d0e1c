"""The phrases of the wish for a person (see phrases)."""

from agents.understanding.intent_kinds import Intent

PERSON: dict[Intent, str] = {
    Intent.PERSON: """
        human/humans/callback/operator/representative/rep/supervisor/manager
        real/actual/live person/human/agent/people/someone/one/somebody/chat
        an agent
        a person $
        speak/talk/chat/speaking/talking/spoke to/with (a/an/the/your) (real/live) someone/somebody/
            person/human/owner/agent/chef/anyone/staff/boss
        talk on/over the phone
        someone/somebody/anyone (please/can/to/could) (please) call/contact/reach/help/text/speak/
            talk/answer
        have/get (me) (a) someone/somebody/anyone/them (to) (call/contact/reach/text/help)
        can/could/would/will/please (you/someone/somebody/i/we) (please) call/phone/ring (me/us/you)
        ^ call/phone me/us
        call me back/please/at/asap/when/now/<phone>/on/instead/<date>
        call us back/please/at/<phone>
        give me/us a call/ring/callback
        want/need/get/give (me/us) (to) the/your/an owner/boss/supervisor
        robot/bot/automated/automatic/auto messages/message/replies/reply/response/texts/answers
        pick up the/your phone/phones
        answer the/your phone/phones/calls
        is there (a/an) person/human/someone/somebody/anyone/anybody i/to/who/we
        person/human/someone/somebody/anyone i/we can/could talk/speak/call/text/reach
        reach/get (a/an) human/anyone/anybody/someone/somebody
        your phone number
        a/the number to/i call/can
        contact/is the owner
        customer service/support/care
        are you (a/an) (real) bot/robot/human/ai/machine/real/automated/chatbot
        is this (a/an) (real) bot/robot/human/ai/machine/automated/real/chatbot
        do not want to talk/speak/text/chat to/with (a/an/this/the) bot/robot/machine/computer
        talking to (a/an) bot/robot/machine/computer/ai
    """,
}

NOT_PERSON: dict[Intent, str] = {
    Intent.PERSON: """
        per person
        <money>/<number>/much/dollars/bucks a person
        human resources
        office/general/project/account/store/hr/marketing/sales/event/events/property/assistant/
            operations/shift/branch/restaurant/facilities manager/rep/representative
        i am * manager/representative/rep/supervisor/operator
        my/our/his/her manager/supervisor/boss/rep
        manager/rep/representative/supervisor at/of/for/here/from
        call me <date> if
    """,
}
