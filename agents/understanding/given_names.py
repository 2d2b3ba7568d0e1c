"""Common given names: they tell "this is dana" from "this is insane" in texts without capitals."""

GIVEN_NAMES = frozenset(
    """
    aaliyah aaron abby abdul abe abel abigail abraham ada adam adela adele adrian adriana agnes
    ahmed aidan aiden aisha ajay akash al alan alana albert alberto alejandra alejandro alex
    alexa alexander alexandra alexis alfred alfredo ali alice alicia alina alisha alison alissa
    allan allen allison alma alonzo alvin alyssa amanda amara amir amit amy ana ananya andre
    andrea andres andrew andy angel angela angelica angelina angie anh anil anita anjali ann
    anna annabelle anne annette annie anthony antonio anya april araceli ariana ariel arjun
    arlene armando arnold arthur arturo asha ashley ashton aubrey audrey aurora austin ava avery
    bailey barbara barry bea beatrice becca becky bella ben benjamin bernard bernice bertha beth
    bethany betty beverly bianca bill billy blake bob bobby bonnie brad bradley brandon brandy
    brayden brenda brendan brent brett brian briana brianna bridget brittany brooke bruce bryan
    bryce caitlin caleb calvin cameron camila camille candace cara carl carla carlos carly
    carmen carol carole caroline carolyn carrie carter casey cassandra cassie catherine cathy
    cecilia cedric celeste celia chad charlene charles charlie charlotte che chelsea cheryl
    chidi chloe chris christian christina christine christopher christy cindy claire clara
    clarence claudia clayton clifford clint clinton cody colin colleen connie connor corey cory
    courtney craig cristina crystal curtis cynthia daisy dakota dale dalton damian damon dan
    dana daniel daniela danielle danny daphne darius darlene darnell darrell darren darryl dave
    david dawn dean deanna deb debbie deborah debra dee deepa deepak deepika delia denise dennis
    derek derrick deshawn desiree desmond dev devin devon diana diane diego dina dolores dominic
    dominique don donald donna donovan dora doris dorothy doug douglas dre drew duane duc duncan
    dustin dwayne dwight dylan earl ed eddie edgar edith eduardo edward edwin efrain eileen
    elaine eleanor elena eli elias elijah elisa elise eliza elizabeth ella ellen ellie elmer
    elsa elsie emanuel emilia emiliano emily emma emmanuel enrique eric erica erick erik erika
    erin ernesto ernie esmeralda esperanza esteban esther ethan eugene eva evan eve evelyn faith
    farah fatima fay felicia felipe felix fernando fiona flo flora florence frances francesca
    francis francisco frank frankie fred freddie frederick gabriel gabriela gabrielle gaby gary
    gavin gene genevieve george georgia gerald gerardo gina ginger giovanni giselle gladys glen
    glenda glenn gloria gordon grace graciela graham grant greg gregory gretchen griselda
    guadalupe guillermo gus gustavo gwen hailey hal hanna hannah haris harold harper harriet
    harry harvey hassan hayden heather hector heidi helen henry herbert herman hilda hiro holly
    hope howard hugh hugo hunter huong hyun ian ibrahim ida ignacio igor imani imran ingrid ira
    irene iris irma isaac isabel isabella isaiah ismael israel ivan ivy jack jackie jackson
    jacob jacqueline jade jai jaime jake jamal james jamie jan jane janet janice jared jasmine
    jason javier jay jayden jayla jazmine jean jeanette jeanne jed jeff jeffrey jen jenna
    jennifer jenny jeremiah jeremy jermaine jerome jerry jess jesse jessica jessie jesus jill
    jim jimmy jin jing jo joan joann joanna joanne jocelyn joe joel joey johanna john johnny jon
    jonah jonathan jordan jorge jose joseph josh joshua josie joy joyce juan juanita judith judy
    jules julia julian juliana julie juliet julio june justin kai kaitlyn kara karen kari karina
    karl karla kat kate katelyn katherine kathleen kathryn kathy katie katrina kay kayla keisha
    keith kelli kelly kelsey ken kendall kendra kenji kenneth kenny kerry kev kevin khalid kim
    kimberly kirk kofi krista kristen kristi kristin kristina krystal kumar kurt kwame kyle
    lakshmi lamar lana lance larry lars latoya laura lauren laurie lawrence layla leah leanne
    lee leila lena leo leon leonard leonor leroy leslie leticia levi lewis liam lila lillian
    lily lin lina linda lindsay lindsey ling linh lionel lisa liz liza lloyd logan lois lola
    lonnie lora lorena lorenzo loretta lori lorraine lou louis louise luca lucas lucia lucille
    lucy luis luisa lukas luke lupe luz lydia lyn lynn mabel mack mackenzie madeline madison mae
    maggie mai malcolm malik mandy manny manuel mara marc marcel marcela marcia marco marcos
    marcus margaret margarita margie maria mariah marian mariana maribel marie marilyn mario
    marion marisa marisol marissa marjorie mark marlene marsha marshall martha martin martina
    marvin mary mason mateo matt matteo matthew maureen maurice mavis max maxine maya mayra meg
    megan meghan mei mel melanie melinda melissa melvin mercedes meredith mia micah michael
    micheal michele michelle miguel mike mila mildred miles milton mindy ming minh miranda
    miriam misty mitchell mohamed mohammed moises molly mona monica monique morgan moses
    muhammad myra nadia nancy naomi nat natalia natalie natasha nate nathan nathaniel neal neha
    neil nelson ngozi nia nicholas nick nicolas nicole nikhil nikki nina nita noah noel noelle
    nora noreen norma norman octavia ofelia olga oliver olivia olu omar omari ophelia orlando
    oscar otto owen pablo paige pam pamela parker pat patricia patrick patsy patty paul paula
    pauline pedro peg peggy penelope penny percy perry pete peter phil philip phillip phoebe
    phyllis pia pierre pooja preston priscilla priya quentin quincy quinn rachel rafael rahul
    raj raja rajesh ralph ramiro ramon ramona randall randy raquel rashad raul ravi ray raymond
    rebecca regina reginald rene renee reza rhea rhonda ricardo richard rick ricky rico
    rigoberto rita rob robert roberta roberto robin robyn rocio rodney rodrigo rogelio roger
    rohan roland roman ron ronald ronda ronnie rory rosa rosalie rosario rose roselyn rosemary
    rosie ross roxanne roy ruben ruby rudy russell ruth ryan sabrina sadie sakura sal sally
    salvador sam samantha samir sammy samuel sandra sandy sanjay santiago sara sarah sasha saul
    savannah scott sean sebastian selena serena sergio seth shane shaniqua shannon sharon shaun
    shauna shawn shay shea sheena sheila shelby shelley sherri sherry sheryl shirley shreya sid
    sidney sierra silvia simon simone skylar sofia sonia sonja sonya soo sophia sophie spencer
    stacey stacy stan stanley stefan stella stephanie stephen steve steven stewart stuart sue
    summer sunil susan susie suzanne sydney sylvia tamara tami tammy tanisha tanya tara tasha
    tatiana taylor ted terence teresa teri terrance terrell terri terry tessa thanh thelma theo
    theodore theresa thiago thomas tiffany tim timothy tina todd tom tomas tommy toni tony tonya
    tracey traci tracy travis trevor trey tricia trina tristan troy tuan tyler tyra tyrone uma
    val valarie valentina valerie vanessa vera verna vernon veronica vicki vickie victor
    victoria vijay vikram vince vincent viola violet virginia viv vivian wade wallace walter
    wanda warren wayne wei wendy wes wesley whitney wilfred willard william willie wilma
    winifred winston xavier xiao ximena yan yara yasmin yesenia yolanda yuki yuko yusuf yvette
    yvonne zach zachary zainab zane zoe zoey
    """.split()
)
