"""Words by which a name of a person is known: given names, frequent surnames, and words that stand beside capitals without naming anybody.

Folded, as `fold` writes them. Written by hand from what is common knowledge about names in the languages of a European coastal town;
no register was copied. A name that is missing here is still found beside a title, after "called", or as two capitals together.
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


GIVEN = _listed("""
aaron abdul abdullah abigail adam adebayo adrian agnes agnieszka ahmad ahmed aidan aisha alan albert aleksander alejandro alessandro
alexander alexandra alfie alfred ali alice alicja alina alison amanda amara amelia amina amir amit amy ana anastasia andrea andreas
andrei andrew andrzej angela angus anita anna anne annie anthony antonio archie arjun arthur asha ashley asif aurelia ayesha ayse
barbara barry bartosz beata beatriz becky ben benjamin bernadette bernard beth bethany betty beverley bilal bob bogdan bradley brandon
brenda brian bridget brigitte bronwen bruce bryan callum camille cameron carl carla carlos carmen carol caroline catherine cathy ceri
charles charlie charlotte chiara chloe chris christian christina christine christopher claire clara claudia claus clive colin connor
conor corey craig cristina curtis cynthia daisy dalia damian dan daniel danielle danny daphne darius darren dave david dean debbie
deborah debra declan denise dennis derek dermot diana diego dimitri dmitri dominic donald donna doris dorota dorothy douglas duncan
dylan eamon eddie edith edward eileen elaine eleanor elena elif elizabeth ella ellen ellie elsie emil emilia emily emine emma emmanuel
enrique erik erin ernest esme esther ethan eugene eva evan eve evelyn ewa ewan fatima fatma fatou felix fernando ferhat fiona florin
folake francesca francesco francis francisco franz fred freddie frederick freya gabriel gabriela gareth gary gavin gemma geoff geoffrey
george georgina gerald gerard gillian giovanni giulia gladys glen gloria gordon grazyna gregory grzegorz guillermo gwen hamid hamza
hannah hans haroon harold harriet harvey hassan hayley heather helen helga henry hilary howard hugh hugo hussain ian ibrahim igor imran
ines ingrid ioana irena irene iris isaac isabel isabella isla ismail ivan jacek jackie jacob jacqueline jade jake jakub james jamie jan
jane janet janice janine jasmine jason javier jayden jean jeanette jeff jeffrey jemma jennifer jenny jeremy jerzy jessica jill jim jimmy
joan joanna joanne joao joe joel johan johann john johnny jolanta jonathan jordi jorge jose josef joseph josh joshua joyce juan judith
julia julian julie jurgen justin karen karim karina karol karolina kasia kate katherine kathleen kathryn katie katy kayleigh keith kelly
kelvin ken kenneth kerry kevin khadija khalid kieran kiera kim kirsty klaus kofi krzysztof kwame kyle laila lakshmi lars latisha laura
lauren leah leanne lee leila leo leon leonard lesley leslie lewis liam lidia lily linda lindsay lisa liz logan lois lola lorenzo lorna
lorraine louis louise lucas lucia lucy luis lukas lukasz luke lydia lynn lynne magda magdalena mahmoud malcolm malik malgorzata manuel
marc marcel marcin marco marcus margaret maria mariam marian marie mariana mario marion marjorie marlene marta martha martin martina
marwa mary maryam mateusz matilda matthew matteo maureen maurice max mehmet melanie melissa mercy michael michal michelle miguel mike
mikolaj mila milan millie mina miriam mohamed mohammad mohammed moira molly monica monika morgan moses muhammad murat mustafa myra nadia
nadine naomi natalia natalie natasha nathan neil nelson ngozi niamh nicholas nicola nicolae nicole nigel nikola nikolai nina noah noel
nora norma norman oksana olena olga oliver olivia oluwaseun omar oscar osman owen pablo paddy pamela paolo patrice patricia patrick paul
paula pauline pawel pedro penny peter petra philip phil philippa phillip phoebe phyllis pierre piotr polly prakash priya quentin rachel
radoslaw rafael rahim raj rajesh ralph ramon rashid ravi raymond rebecca reece rhys ricardo richard ricky rita robert roberto robin
rodney roger roisin roland roman ronald ronan rory rosemary rosie ross roxanne roy ruben rupert russell ruth ryan sabine sabrina sadia
sally salma sam samantha samir samira samuel sandra sanjay sara sarah sasha scott sean sebastian selim seamus serena sergei sergio shane
shannon sharon shaun sheila shelley sheryl shirley sian sidney silvia simon simone siobhan slawomir sofia sonia sophia sophie stacey
stanislaw stanley stefan stella stephanie stephen steve steven stuart sunil susan susanne suzanne sven svetlana sylvia tamara tamsin
tanya tara tariq taylor ted teresa terence terry tessa theo theresa thomas tim timothy tina toby tom tomasz tommy tony tracey tracy
trevor tristan tyler una ursula usha valentina valerie vanessa vasile vera vernon veronica vijay vikram vincent viorel vladimir wayne
wendy wilfred wilhelm william winifred wojciech wolfgang xavier yasmin yolanda youssef yusuf yvonne zainab zara zeynep zbigniew zoe
zofia zuzanna анна александр алексей андрей владимир дмитрий екатерина елена иван ирина максим мария михаил наталья николай ольга оксана
олена павел петр светлана сергей татьяна юлия احمد محمد محمود علي حسن حسين عمر خالد يوسف ابراهيم عبدالله مصطفي فاطمه عائشه مريم زينب
خديجه سلمي نور ليلي سعيد طارق كريم سمير ناديه هدي νικος γιωργος μαρια ελενη κωστας δημητρης
""")
"""Given names that are hardly anything else."""

ALSO_WORDS = _listed("""
abbey alba amber angel april art august austin autumn basil bill blue brook carol chad chance charity chase chelsea cherry china chuck
clay cliff constance coral crystal dale dawn dean diamond dick dot drew earl ebony eden faith fern flora florence forrest frank gale
ginger glen georgia grace grant guy hale harry hazel heath holly honey hope hunter india iris israel ivy jack jasmine jay jerry jersey
jewel jordan josh joy june kelly kent kit lance lane laurel lee lily lincoln lindsay love lucky luna madison mark mason may melody mercy
mike miles morgan myrtle nick norm olive opal paris pat patience paddy pearl penny peg pepper peter phoenix poppy prudence ray red reed
rich ricky rob robin rocky rod roman rose rowan ruby rusty sage said sandy savannah sally sasha scarlett sherry sienna sky skipper sonny
star stew sue summer sunny sydney taylor teddy terry tiger tim tom tony trinity trip troy val vera verity victor victoria violet
virginia wade will willow wren
""")
"""Given names that are words, places or months as well: they count only beside a surname, or with a capital inside a sentence."""

SURNAMES = _listed("""
ahmed ali allen anderson andrews armstrong atkinson bailey baker barker barnes bennett berry bradley brooks brown butler campbell carter
chapman clark clarke cole collins cook cooper cox davies davis dawson dixon edwards ellis evans fisher foster fox garcia george gibson
gill gonzalez gordon graham gray green griffiths hall hamilton harris harrison harvey henderson hernandez hill holmes howard hughes hunt
hunter hussain jackson james jenkins jennings johnson jones kaur kelly kennedy khan king kaminski knight kowalski kovacs lee lewis lloyd
lopez macdonald marshall martin martinez mason matthews mckenzie mendoza mensah miller mills mitchell moore morgan morris murphy murray
nguyen novak nowak okafor okonkwo owen palmer parker patel payne pearson perez perry phillips popescu powell price ramirez reid reynolds
richards richardson rivera roberts robertson robinson rodriguez rogers rose ross russell ryan sanchez saunders schmidt schneider scott
shaw simpson singh smith stevens stewart stone sutherland taylor thomas thompson thomson torres turner walker walsh ward watson webb
wells west white wilkinson williams williamson wilson wisniewski wood wright yilmaz young
""")

PLACES = _listed("""
road rd street st lane ln avenue ave close crescent drive way court terrace square place parade promenade prom esplanade mews gardens
grove rise walk row hill park pier beach sands bay harbour harbor marina quay dock docks bridge tunnel roundabout junction underpass
subway station halt stop hall house hostel centre center church chapel cathedral mosque synagogue temple school college academy
university library museum theatre cinema pavilion arcade market mall precinct estate farm field fields green common heath wood woods
forest marsh meadow meadows recreation ground playground playing pitch pool leisure gym club pub inn arms hotel cafe coffee bar tavern
restaurant shop store stores supermarket bakery chemist pharmacy surgery hospital clinic infirmary car garage depot yard works mill
tower castle cross gate gates corner end side front seafront north south east west upper lower great little new old town village city
county district island isle point head cliff cliffs creek river brook canal lake pond weir lock hythe heights view villas cottages flats
bungalow shelter bandstand skatepark allotments cemetery crematorium council police fire ambulance coastguard lifeboat network rail line
route path trail footpath bypass motorway services strasse weg platz gasse allee brucke bahnhof rue boulevard pont gare calle avenida
plaza paseo puente estacion via piazza viale ponte stazione ulica plac aleja most rua praca улица площадь парк мост вокзал شارع حديقه
محطه
""")
"""Words that make a place of the capital beside them: "Clacton Pier", "Holland Road"."""

NOT_PEOPLE = _listed("""
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
december christmas easter eve day night bank holiday boxing good new year shrove ash palm whit ramadan eid diwali hanukkah halloween
bonfire guy fawkes lent advent week weekend morning evening afternoon bst gmt i i'm i've i'd i'll ok okay tv nhs cctv pcso pcsos pc pcs
police ambulance english british welsh scottish irish french german spanish polish romanian turkish arabic essex tendring maldon clacton
jaywick frinton walton harwich colchester chelmsford holland brightlingsea manningtree dovercourt england britain europe london uk royal
national street pastors team duty officer neighbourhood watch safer special constable city rovers united athletic rangers league cup red
white black blue golden silver crown lion swan horse bull bell ship plough george dragon rose tesco express extra asda aldi lidl
sainsbury's sainsburys local morrisons waitrose boots argos greggs costa starbucks mcdonalds mcdonald's burger king kfc pizza hut co-op
coop spar one stop post office premier travelodge weatherspoon wetherspoon wetherspoons home bargains poundland b&m iceland shell esso
bp citizens advice salvation army samaritans crimestoppers mind age ymca rnli raac dear hi hello thanks thank please key first second
third last next group shift patrol lead handover everybody nobody somebody anybody all both we they he she it the a an and or but then
when while after before near at on in by from to of for with without no not yes two three four five six seven eight nine ten lots many
some few man woman men women lads boys girls youths people kids child children adult adults driver owner resident shopkeeper neighbour
bus train bike van taxi dog bin bins light lights
""")
"""Words that stand with a capital, also two together, and name nobody."""

STARTERS = _listed("""
saw met told rang spoke gave took found heard went left came sent lent kept held felt made put sat stood lost let had was were is are
has have did do does got get ask tell ring call give take find see hear go come send keep make help bring brought drove ran quiet busy
calm noisy cold wet dark late early again also still only just maybe perhaps this that these those there here his her their our my your
its who what where why how
""")
"""Words that begin a sentence with a capital."""

NOT_NAMED = _listed("""
the a an in on to us out off for by it at up them him her me back 999 help police again everybody everyone somebody nobody and when
""")
"""Words after "called" that are nobody's name."""

SURNAMES_AND_WORDS = _listed("""
cook fox hunt king knight price reid rose stone ward wells west white young baker fisher hunter cooper brown gray may
""")
"""Surnames that are words in small letters."""
