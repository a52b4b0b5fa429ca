"""What is invented of the West Midlands: each table as lines with semicolons."""

PLACES = {
    "bir": "Birmingham",
    "cov": "Coventry",
    "dud": "Dudley",
    "her": "Herefordshire, County of",
    "mal": "Malvern Hills",
    "ncl": "Newcastle-under-Lyme",
    "nun": "Nuneaton and Bedworth",
    "rug": "Rugby",
    "san": "Sandwell",
    "shr": "Shropshire",
    "sol": "Solihull",
    "sto": "Stoke-on-Trent",
    "str": "Stratford-on-Avon",
    "tel": "Telford and Wrekin",
    "wal": "Walsall",
    "war": "Warwick",
    "wol": "Wolverhampton",
    "wor": "Worcester",
    "wyc": "Wychavon",
}

CORE = ("canalside", "three-spires", "wulfrun", "potteries")

# key; name; sector; based in; stated role; tied to these of the core
ORGANISATIONS = """
canalside; Canalside Welcome; voluntary; bir; core;
three-spires; Three Spires Refugee Advice; voluntary; cov; core;
wulfrun; Wulfrun Migrant Support; voluntary; wol; core;
potteries; Potteries Newcomers Network; voluntary; sto; wider network;
bullring; Bullring Refugee Alliance; voluntary; bir; core; canalside wulfrun
hockley; Hockley Brook Solicitors; commercial; bir; wider network; canalside three-spires
gosta; Gosta Green Solicitors; commercial; bir; ; canalside wulfrun
law-clinic; Midland Plateau University law clinic; academic; bir; ; canalside three-spires
lozells; Lozells Open Larder; faith; bir; wider network; canalside
ladywood; Ladywood Lock Food Share; voluntary; bir; ; canalside
sparkbrook; Sparkbrook Kitchen Table; voluntary; bir; ; canalside wulfrun
bir-council; Birmingham council newcomer team; statutory; bir; wider network; canalside
rea-valley; Rea Valley Wellbeing; voluntary; bir; ; canalside potteries
salford-bridge; Salford Bridge English School; voluntary; bir; ; canalside
city-fund; Second City Community Fund; funder; bir; ; canalside wulfrun
godiva; Godiva Newcomers Classes; voluntary; cov; wider network; three-spires
foleshill; Foleshill Open Classroom; faith; cov; ; three-spires
sherbourne; Sherbourne Valley University English unit; academic; cov; ; three-spires
spon-street; Spon Street Welcome; voluntary; cov; wider network; three-spires
cov-council; Coventry council newcomer team; statutory; cov; ; three-spires
rugby-friends; Rugby Station Friends; voluntary; rug; ; three-spires
penn-fields; Penn Fields Job Club; voluntary; wol; ; wulfrun
whitmore; Whitmore Reans Work Club; faith; wol; ; wulfrun
goldthorn; Goldthorn Hill Solicitors; commercial; wol; wider network; wulfrun potteries
wol-council; Wolverhampton council migration team; statutory; wol; ; wulfrun
bottle-kiln; Bottle Kiln Welcome; voluntary; sto; wider network; potteries
etruria; Etruria Road Fellowship; faith; sto; ; potteries
six-towns; Six Towns Women Together; voluntary; sto; ; potteries
sto-council; Stoke-on-Trent council migration team; statutory; sto; wider network; potteries
trentside; Trentside Housing; commercial; sto; ; potteries canalside
cobridge; Cobridge Cross Solicitors; commercial; sto; ; potteries three-spires
chainmakers; Chainmakers Advice; voluntary; san; wider network; wulfrun
san-council; Sandwell council new arrivals team; statutory; san; ; wulfrun
galton; Galton Bridge Health Access; voluntary; san; ; wulfrun
glasshouse; Glasshouse Welcome; voluntary; dud; ; wulfrun canalside
saddlers; Saddlers Newcomer Support; voluntary; wal; wider network; wulfrun canalside
ironbridge; Ironbridge Gorge Sanctuary; voluntary; tel; ; wulfrun potteries
arden; Arden Hosting Circle; voluntary; sol; ; canalside three-spires
severnside; Severnside Welcome; voluntary; wor; ; canalside potteries
shires-fund; Heart of the Shires Foundation; funder; war; ; three-spires potteries
smethwick; Smethwick Junction Friends; voluntary; san; ;
leam; Leam Valley Refugee Friends; voluntary; war; ;
wye; Wye Valley Befrienders; faith; her; ;
long-mynd; Long Mynd Migrant Advice; voluntary; shr; ;
"""

# The few ties inside the wider network.
WIDER_TIES = """
lozells; ladywood
lozells; bir-council
salford-bridge; bir-council
godiva; foleshill
foleshill; cov-council
spon-street; cov-council
sherbourne; cov-council
rugby-friends; spon-street
penn-fields; wol-council
whitmore; wol-council
chainmakers; san-council
bottle-kiln; sto-council
etruria; bottle-kiln
six-towns; sto-council
galton; san-council
"""

# organisation; what; level; legal aid; capacity; delivered in; reaches
ADVICE_SERVICES = """
canalside; advice drop-in; 1; no; 600; bir; bir
canalside; immigration casework; 2; no; 300; bir; bir
bullring; advice line; 1; no; 900; bir; bir cov wol sto san wal dud sol tel
bullring; immigration casework; 2; no; 250; bir; bir sol
hockley; asylum and immigration law; 3; yes; 1400; bir; bir sol
hockley; outreach clinic; 3; yes; 90; cov; cov
gosta; asylum and immigration law; 3; yes; 900; bir; bir san sol
law-clinic; appeals project; 3; no; 150; bir; bir
three-spires; advice drop-in; 1; no; 700; cov nun; cov war nun
three-spires; immigration casework; 2; no; 180; cov; cov
spon-street; advice drop-in; 1; no; 300; cov; cov
rugby-friends; advice session; 1; no; 150; rug; rug
wulfrun; advice drop-in; 1; no; 260; wol; wol
wulfrun; immigration casework; 2; no; 380; wol; wol
wulfrun; Walsall casework; 2; no; 260; wal; wal
goldthorn; asylum and immigration law; 3; yes; 1300; wol; wol dud tel
goldthorn; outreach clinic; 3; yes; 400; wal; wal
potteries; advice drop-in; 1; no; 400; sto; sto ncl
potteries; immigration casework; 2; no; 130; sto; sto
bottle-kiln; advice session; 1; no; 180; sto; sto
six-towns; advice for women; 1; no; 90; sto; sto
cobridge; asylum and immigration law; 3; yes; 110; sto; sto ncl
chainmakers; immigration casework; 2; no; 300; san; san
chainmakers; appeals and representation; 3; no; 500; san; san
smethwick; advice session; 1; no; 200; san; san
glasshouse; advice drop-in; 1; no; 80; dud; dud
glasshouse; immigration casework; 2; no; 220; dud; dud
saddlers; advice drop-in; 1; no; 120; wal; wal
saddlers; immigration casework; 2; no; 200; wal; wal
ironbridge; advice drop-in; 1; no; 60; tel; tel
ironbridge; immigration casework; 2; no; 150; tel; tel
arden; immigration casework; 2; no; 60; sol; sol
severnside; advice session; 1; no; ; wor; wor wyc
leam; advice session; 1; no; 40; war; war str
wye; advice session; 1; no; ; her; her mal
long-mynd; immigration casework; 2; no; ; shr; shr
"""

# type; organisation; what; delivered in; reaches; profile, where it is the same on purpose
OTHER_SERVICES = """
food; lozells; food parcels; bir; bir; larder
food; ladywood; food parcels; bir; bir; larder
food; sparkbrook; food parcels; bir; bir; larder
food; spon-street; pantry; cov; cov;
food; etruria; food bank; sto; sto ncl;
food; smethwick; shared meal; san; ;
food; wulfrun; food vouchers; wol; wol;
food; saddlers; pantry; wal; wal;
food; ironbridge; food parcels; tel; tel;
food; severnside; shared meal; wor; ;
housing; canalside; move-on housing advice; bir; bir sol;
housing; trentside; refugee tenancies; sto; sto ncl;
housing; arden; hosting scheme; sol; sol bir cov;
housing; three-spires; move-on housing advice; cov; cov rug;
housing; wulfrun; tenancy support; wol; wol dud;
housing; cov-council; resettlement homes; cov; cov;
housing; ironbridge; hosting scheme; tel; tel shr;
English classes; godiva; beginners' English; cov; cov; classroom
English classes; foleshill; beginners' English; cov; cov; classroom
English classes; sherbourne; beginners' English; cov; cov; classroom
English classes; salford-bridge; English for work; bir; bir;
English classes; wulfrun; conversation club; wol; wol;
English classes; bottle-kiln; conversation club; sto; sto;
English classes; glasshouse; English with childcare; dud; dud;
English classes; ironbridge; beginners' English; tel; tel;
English classes; rugby-friends; conversation club; rug; rug;
English classes; leam; conversation club; war; war str;
English classes; severnside; conversation club; wor; wor wyc mal;
wellbeing; rea-valley; counselling; bir; bir sol san;
wellbeing; six-towns; women's wellbeing group; sto; sto;
wellbeing; galton; talking therapies; san; san;
wellbeing; potteries; allotment group; sto; sto ncl;
wellbeing; three-spires; peer support; cov; cov;
wellbeing; wye; walking group; her; her;
employment support; penn-fields; job club; wol; wol; work
employment support; whitmore; job club; wol; wol; work
employment support; bullring; routes to work; bir; bir san;
employment support; potteries; work mentors; sto; sto;
employment support; spon-street; skills exchange; cov; cov nun;
employment support; saddlers; volunteering into work; wal; wal;
welcome and befriending; canalside; welcome mornings; bir; bir;
welcome and befriending; spon-street; open house; cov; cov;
welcome and befriending; bottle-kiln; open house; sto; ;
welcome and befriending; wulfrun; befriending; wol; wol;
welcome and befriending; glasshouse; welcome mornings; dud; dud;
welcome and befriending; chainmakers; befriending; san; san;
welcome and befriending; arden; befriending; sol; sol;
welcome and befriending; rugby-friends; open house; rug; rug;
welcome and befriending; wye; befriending; her; her mal;
health access; galton; GP registration help; san; san dud;
health access; canalside; health drop-in; bir; bir;
health access; bir-council; new arrivals health check; bir; bir;
health access; sto-council; new arrivals health check; sto; sto;
health access; three-spires; maternity link; cov; cov;
families and schools; bir-council; school places team; bir; bir;
families and schools; cov-council; school places team; cov; cov;
families and schools; wol-council; family support; wol; wol;
families and schools; sto-council; family support; sto; sto;
families and schools; san-council; family support; san; san;
families and schools; six-towns; mothers and toddlers; sto; sto;
families and schools; saddlers; homework club; wal; ;
"""

# languages; eligibility; access
PROFILES = {
    "larder": (
        "English|Arabic|Kurdish Sorani|Tigrinya",
        "people seeking asylum|refugees|families",
        "agency referral",
    ),
    "classroom": (
        "English|Arabic|Farsi",
        "people seeking asylum|refugees",
        "self-referral",
    ),
    "work": (
        "English|Punjabi|Arabic|Farsi",
        "refugees|migrant workers",
        "drop-in",
    ),
}

CLOSED_FOR_NOW = ("Etruria Road Fellowship: food bank", "Saddlers Newcomer Support: homework club")

# service's organisation; what; second organisation; its role
PARTNERS = """
canalside; health drop-in; rea-valley; partner
three-spires; advice drop-in; spon-street; host
potteries; advice drop-in; bottle-kiln; host
three-spires; move-on housing advice; arden; partner
chainmakers; immigration casework; wulfrun; partner
wulfrun; Walsall casework; saddlers; host
sto-council; family support; six-towns; partner
"""

# from; to; kind; pounds a year
RELATIONSHIPS = """
city-fund; canalside; funds; 60000
city-fund; wulfrun; funds; 40000
shires-fund; three-spires; funds; 25000
shires-fund; potteries; funds; 30000
bir-council; canalside; funds; 85000
cov-council; three-spires; funds; 55000
wol-council; wulfrun; funds; 60000
sto-council; potteries; funds; 48000
san-council; wulfrun; funds; 30000
san-council; chainmakers; funds; 22000
wol-council; penn-fields; funds; 9000
cov-council; spon-street; funds; 12000
bir-council; lozells; funds; 6000
three-spires; spon-street; trains;
three-spires; rugby-friends; trains;
wulfrun; chainmakers; trains;
potteries; bottle-kiln; trains;
potteries; six-towns; trains;
potteries; etruria; trains;
wulfrun; glasshouse; trains;
wulfrun; saddlers; trains;
hockley; three-spires; trains;
goldthorn; potteries; trains;
law-clinic; canalside; trains;
canalside; salford-bridge; hosts;
three-spires; godiva; hosts;
potteries; cobridge; hosts;
wulfrun; whitmore; hosts;
etruria; bottle-kiln; hosts;
canalside; rea-valley; co-located;
three-spires; spon-street; co-located;
galton; san-council; co-located;
"""
MUTUAL = ("steering", "shares information", "co-located")
ALSO_SHARING_INFORMATION = 16

# key; name; kind; parent; area; meetings a year; hours a meeting
GROUPS = """
partnership; Heart of England Newcomer Partnership; strategic; ; ; 4; 3
steering; Newcomer Partnership steering group; steering; partnership; ; 12; 2
advice; Immigration Advice Forum; forum; partnership; ; 6; 2
warwickshire; Coventry and Warwickshire Newcomers Forum; forum; partnership; cov; 6; 2
staffordshire; North Staffordshire Newcomers Forum; forum; partnership; sto; 4; 1.5
black-country; Black Country arrivals group; operational; steering; wol; 24; 1
"""

# group; organisation; role; speaks for; elected
MEMBERSHIPS = """
partnership; canalside; chair; ; yes
partnership; three-spires; core; ;
partnership; wulfrun; core; ;
partnership; potteries; core; ;
partnership; bullring; representative; bir; yes
partnership; spon-street; representative; cov; yes
partnership; bottle-kiln; representative; sto; no
partnership; chainmakers; representative; san; yes
partnership; saddlers; representative; wal; no
partnership; wol-council; member; ;
partnership; bir-council; member; ;
partnership; city-fund; observer; ;
steering; three-spires; chair; ; yes
steering; canalside; core; ;
steering; wulfrun; core; ;
steering; potteries; core; ;
advice; wulfrun; chair; ; no
advice; three-spires; member; ;
advice; canalside; member; ;
advice; hockley; member; ;
advice; gosta; member; ;
advice; goldthorn; member; ;
advice; chainmakers; member; ;
advice; law-clinic; observer; ;
warwickshire; three-spires; chair; ; yes
warwickshire; cov-council; member; ;
warwickshire; godiva; member; ;
warwickshire; sherbourne; member; ;
warwickshire; rugby-friends; representative; rug; yes
staffordshire; potteries; chair; ; yes
staffordshire; sto-council; member; ;
staffordshire; bottle-kiln; member; ;
staffordshire; etruria; member; ;
staffordshire; six-towns; member; ;
staffordshire; trentside; member; ;
black-country; wulfrun; chair; ; no
black-country; wol-council; member; ;
black-country; san-council; member; ;
black-country; chainmakers; member; ;
black-country; saddlers; member; ;
black-country; glasshouse; representative; dud; no
black-country; galton; member; ;
"""
