"""The phrases of questions about the food, the price, the day and the rules (see phrases)."""

from agents.understanding.intent_kinds import Intent

DISHES = (
    "chicken/steak/shrimp/vegetable/vegetables/veggie/veggies/lobster/scallops/scallop/salmon/filet"
    "/noodles/rice/tofu/seafood/fish/sushi/beef/meat/wagyu/crab/gyoza/edamame/pork/salad/soup"
)
EVENTS = (
    "weddings/wedding/birthdays/birthday/corporate/company/graduations/graduation/anniversaries"
    "/anniversary/showers/shower/reunions/reunion/bachelorette/bachelor/funerals/quinceaneras"
    "/quinceanera/engagement/rehearsal/retirement/fundraisers/school/office/holiday/bachelorettes"
)

QUESTIONS: dict[Intent, str] = {
    Intent.MENU: f"""
        menu/menus/appetizers/appetizer/entree/entrees/proteins/dessert/desserts
        what food/foods/dishes/proteins/sides/meats/meat/options
        what kind/kinds/type/types/sort of food/foods/meat/meats/protein/dishes/dish/cuisine/sides
        what do/can/does you/guys/chef/it (guys/all) serve/cook/offer/grill/make
        what is on offer/special
        what can/could we/i/you/guests eat/order/choose/get/pick
        what are the/your (food/meal/protein/dinner) options/choices/dishes/sides/specials
        food/meal/protein/dinner options/choices/selection
        do/does/can/could you/the/it/they * {DISHES}
        have/got/any/offer/serve (any/some/more) {DISHES}
        is there (any/a) {DISHES}
        kind of {DISHES}
        what comes with
        side/kids/kid/children/drink/drinks menu
        do/can you * drinks/alcohol/sake/soda/beverages
        what is good
        what do you recommend
        food list
    """,
    Intent.PRICE: """
        how much
        what/how would/will it/that/this be/cost/come
        what/how would/will <number> be/cost
        told/said/quoted/promised (me/us) * <money>
        cuanto/cuánto/precio/precios/cuesta
        price/prices/pricing/priced/cost/costs/costing/quote/quotes/estimate/ballpark
        rate/rates per/for/is/are/do/you
        your/the/what rate/rates
        per person/head/plate/guest/pp
        a head
        cheap/cheaper/cheapest/expensive/affordable/pricey/budget/discount/discounts/coupon/promo
        what/how do/would you (guys/all) charge
        do/you charge
        what would/will it/that/this run
        run me/us
        what is the/your/my/our total/damage
        total for <number>
        what are we looking at for
        grand/estimated total
        what <money>
    """,
    Intent.AVAILABILITY: """
        available/availability/openings/opening/slots
        free/open <date>
        free on/in/that/this/next/any
        is/are that/this/the date/day/weekend (still/even) open/free/available
        free for (a/an/my/our/the) party/event/booking/<date>/wedding/birthday/dinner
        disponible/disponibles
        are you/y'all (all/guys) free/booked/taken
        you (guys/all) free
        is/are <date> * free/open/available/taken/booked/good/ok/okay/possible/doable
        <date> open/free/taken/booked
        have/got/do <date>
        have (anything/something/any/space/room/time/spots) (open/left) on/for <date>
        have room/space/time/anything/something/openings * on/for <date>
        anything/something/spots/spot/dates open/free/left
        what/which dates/days/weekends
        any dates/days/weekends/spots/space/room/times
        booked up/solid/out/already
        fully booked
        full on <date>
        can/could/would you (guys/all) (do/make/come/cater/work/accommodate/squeeze) (us/
            it) (in) (out) (on/for) <date>
        can/could/would you * on <date>
        can/could/would you <date>
        how/what about <date>
        does/would/will/could <date> work
        when are/can you
        next/soonest/earliest/first available/opening
    """,
    Intent.POLICY: """
        hold the/a/my/our date/spot/day
        deposit/deposits/refund/refunds/refundable/policy/policies/cancellation/cancellations
        gratuity/tip/tips/tipping/insured/insurance/license/licensed/liability/permit/permits
        minimum/minimums
        maximum/max/min/most/fewest/least people/guests/guest/spend/order/party/number/group/size
        what is the (guest/party) max/min/maximum/most/least
        how many people/guests minimum/maximum
        how many people/guests can/do you
        do/can/will/would you (guys/all) service/cover
        do/can/will you (guys/all) serve/cater/operate in/to/around/near/san/los/santa/palo/
            east/west/north/south/the
        how much/far/long/many (of) (a/in) notice/advance/ahead
        far in/ahead
        in advance
        advance/short notice
        notice
        how early/soon/late do/should/can/would
        travel/traveling/mileage
        charge (extra/more/anything/a/us) (extra/fee/more) (to/for) come/coming/travel/traveling/
            drive/driving/go/going
        how far do/will/can/you/is
        what is the/your fee
        service/travel/delivery area/areas/fee/fees/radius/range/charge
        do/will/can/would you (guys/all) (still/ever) come/go/travel/drive/deliver (out/all/down/
            up) (the/way) to/out/as
        able/willing to drive/travel/come/go/cater/deliver (out) (to) *
        where do you (guys/all) go/travel/serve/service/come/cater/operate
        what/which areas/cities/counties/zip/area
        if it rains
        in case of rain
        rain date/policy
        if i/we/it/they (do/have/need/want/has/had/decide) (to) cancel/reschedule/rains
        what happens if
        can/could i/we (still) cancel if/for/later/anytime/before/up/at
        cancel/cancelling/canceling fee/policy/fees/for
        take/accept (credit/debit/a) card/cards/cash/venmo/zelle/paypal/check/checks/credit/amex/
            visa
        pay/paying with/by/in/cash/card/through/the/for
        payment/payments/installments
        when is/do/does/are (the/my/our) balance/rest/remainder/payment/deposit
        how/when do/can/should i/we pay
        are you (guys/all) open
        what/when (time) (do/are/does) (you/they) (guys/all) open/close/closed
        what time you open/close
        what are your (business/opening) hours/days
        business/opening/your hours
        open/closed/work/working (on) mondays/monday/sundays/weekdays/holidays/weekends
        do you (guys/all) do mondays/sundays/weekdays/saturdays
        on mondays/sundays
        byob
        bring (our/my) own alcohol/beer/wine/liquor/drinks
        last minute
        sales tax
        is/are tax/taxes
        plus tax
    """,
    Intent.DIETARY: """
        vegetarian/vegetarians/vegan/vegans/pescatarian/pescatarians/gluten/celiac/celiacs/halal
        kosher/allergy/allergies/allergic/allergen/allergens/anaphylactic/epipen/intolerant
        intolerance/intolerances/shellfish/peanut/peanuts/nut/nuts/dairy/lactose/sesame/soy/msg/keto
        dietary/diet/diets
        do/does/can not (really) eat
        no pork/beef/seafood/egg/eggs/meat/shrimp/fish/onion/onions/garlic/butter/milk/chicken
        no red/spicy
        without meat/shrimp/egg/eggs/fish/beef/pork/seafood/butter/chicken/alcohol/garlic
        egg/meat/pork/beef/fish/butter/milk/wheat/sugar free
        plant based
        egg/eggs/butter/milk/wheat/pork/fish/garlic/onion/onions/sugar in it/the/your/that/them
        cross contamination
        same grill/grills/oil
        separate grill/pan/pans/oil/area/utensils
        too spicy
        low sodium/carb/salt
        pregnant/diabetic
    """,
    Intent.EVENT_TYPES: f"""
        what kind/kinds/type/types/sort/sorts of events/parties/event/occasions/functions
        which/what events/occasions/functions
        do/can/could/would/will/have you * {EVENTS}/functions
        do/can you * events/parties
        good/great/okay for * {EVENTS}/parties
        only for/do/cater {EVENTS}/parties
        events do you
        is this/that/it/hibachi * good/okay/suitable/possible for * {EVENTS}/kids
        {EVENTS} (events/event/parties) too/also
    """,
}

NOT_QUESTIONS: dict[Intent, str] = {
    Intent.PRICE: """
        how much (more/of) (a/an) notice/advance/time/space/room/longer/ahead/power/parking/food/
            deposit
        how much is/for/are (the/a/your) deposit/gratuity/tip/travel
        how much (should/do/does/would/can/to) (i/we/you/people/everyone) (usually/to) tip/gratuity
        how much do i/we/you * deposit/down
        travel/delivery/cancellation/cancelling cost/price/rate/costs/charge
        do/you (you) (guys/all) charge (extra/more/anything/a/us) (extra/fee/more) (to/for) come/
            coming/travel/traveling/drive/driving/go/going
    """,
    Intent.AVAILABILITY: """
        options/dishes/food/options (are) available
        available options/dishes/proteins/dates
    """,
    Intent.POLICY: """
        thanks/thank (you) in advance
        minimum/min wage
        tip/tips on/for how
        tip of
        at least
    """,
    Intent.DIETARY: """
        nuts about
        go/going nuts
        am/are nuts
        soy/soya sauce
        ^ soy
        ^ si soy
        hola soy
    """,
    Intent.MENU: """
        do you know
        <number>/different/mixed/both/multiple/mix proteins/meats
        proteins per
    """,
    Intent.EVENT_TYPES: """
        do you have my/our
    """,
}
