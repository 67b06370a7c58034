"""Findings about cycles and what is pledged for them: days that do not fit, pledges that changed or are lacking."""

from zhtcli.core.finding import Rule

BEFORE = Rule(
    code="ZHT-CYCLE-BEFORE",
    severity="warning",
    title="周期开始早于办法施行",
    message="本轮{name}从 {first} 开始，办法 {in_force} 才施行；周期照填报的日期算。",
    hint="请核对周期起始日；施行以前就开始的，请主管部门确认这一轮是否适用本办法，并留存依据。",
    meaning="办法施行以前开始的周期是否适用本办法，原文没有写；程序只提示，不代为认定。",
)
BEYOND = Rule(
    code="ZHT-CYCLE-BEYOND",
    severity="warning",
    title="周期结束晚于有效期",
    message="本轮{name}到 {last} 才结束，办法的有效期只到 {through}；日期照算，没有截短。",
    hint="请留意有效期届满以后按哪个文件考核；有延期或新办法的，以新文件为准。",
    meaning="办法有效期五年。施行以后才开始的五年周期，都会结束在有效期之后，届满后怎样考核要看届时的文件。",
)
YEAR = Rule(
    code="ZHT-CYCLE-YEAR",
    severity="error",
    title="年度不在周期内",
    message="这是{year}的表，本轮{name}从 {first} 到 {last}，不含{year}；本表的数没有列入对承诺的进度。",
    hint="请核对周期起始日，或改用周期以内年度的表。",
    meaning="年度计划和承诺都属于某一轮周期。表的年度不在周期内，数就不知道该与哪个承诺比较。",
)
OUTSIDE = Rule(
    code="ZHT-CYCLE-OUTSIDE",
    severity="warning",
    title="承诺的年度不在周期内",
    message="{names}填了{years}的计划，本轮{name}到 {last} 结束；这些数没有采用。",
    hint="请核对周期起始日；周期的承诺填在周期最后一年，即{last_year}。",
    meaning="周期最后一年的计划就是整个周期的承诺。填到周期以外的年度，就没有可以对照的承诺。",
)
NO_PLAN = Rule(
    code="ZHT-PLEDGE-PLAN",
    severity="warning",
    title="没有当年计划",
    message="{names}没有填{year}的计划，当年的完成率没有算。",
    hint="请按年初报送的年度计划填写。",
    meaning="年初要提出年度工作计划；没有计划数，就看不出当年完成得怎样。",
)
NO_PLEDGE = Rule(
    code="ZHT-PLEDGE-MISSING",
    severity="warning",
    title="没有周期承诺",
    message="{names}没有填{year}的数；{year}是本轮{name}的最后一年，填的是整个周期的承诺，缺了就不能对照。",
    hint="请按期初提出的周期目标填写。",
    meaning="周期届满按期初的承诺衡量。每年的表都写上同一个承诺，才看得出离承诺还差多少。",
)
PLEDGE_MOVED = Rule(
    code="ZHT-PLEDGE-MOVED",
    severity="warning",
    title="周期承诺前后不同",
    message="{name}{year}的周期承诺，{file}（{cell}）填的是{here}，{other}（{other_cell}）填的是{there}；"
    "进度采用先填的{there}。",
    hint="请核对期初的承诺，改正填错的一份；确经批准调整的，请附批准文件，由主管部门决定。",
    meaning="周期承诺在期初提出，届满时按它考核。后来的表改了承诺，差距就会凭空变小或变大，程序不替人改承诺。",
)
PLAN_MOVED = Rule(
    code="ZHT-PLEDGE-REPLANNED",
    severity="note",
    title="年度计划前后不同",
    message="{name}{year}的计划，{file}（{cell}）填的是{here}，{other}（{other_cell}）填的是{there}；进度采用后填的{here}。",
    hint="请核对；年初重新定了计划的不用处理。",
    meaning="年度计划每年年初提出，后来的表可以与以前预计的不同；列出来便于核对是不是填错。",
)
START_MOVED = Rule(
    code="ZHT-CYCLE-MOVED",
    severity="warning",
    title="周期起始日前后不同",
    message="周期起始日，{file}（{cell}）填的是 {here}，{other}（{other_cell}）填的是 {there}，两轮周期重叠；"
    "各表按自己填的日期算，进度按本表的 {here}。",
    hint="请核对批准文件上的起始日，改正填错的一份。",
    meaning="同一轮周期只有一个起始日。起始日变了，周期的最后一年、中期评价的日期和承诺所在的年度都会跟着变。",
)
GAP = Rule(
    code="ZHT-CYCLE-GAP",
    severity="warning",
    title="周期中间缺年份",
    message="“{unit}”缺{years}的表，这些年度的完成数不知道。",
    hint="请补上缺少的填报件。",
    meaning="每年一张表，各年的计划和完成数连起来才看得出一个周期的进展。",
)
ROW_TWICE = Rule(
    code="ZHT-TARGET-TWICE",
    severity="error",
    title="同一目标同一年填了几行",
    message="“{title}”{year}填了 {count} 行（第{lines}行），不知道以哪一行为准，都没有采用。",
    hint="请只保留一行。",
    meaning="一个目标一年只有一个承诺、一个完成数。程序不替人挑选，也不相加。",
)
UNIT_CHANGED = Rule(
    code="ZHT-TARGET-UNIT",
    severity="warning",
    title="目标的计量单位前后不同",
    message="“{title}”的计量单位有{units}；各年的完成率照各行计算，没有与周期承诺比较。",
    hint="请统一计量单位并换算各年的数。",
    meaning="单位不同的数不能直接比较；程序不代为换算。",
)
UNIT_MOVED = Rule(
    code="ZHT-TARGET-UNITMOVED",
    severity="warning",
    title="目标的计量单位与以前的表不同",
    message="“{title}”的计量单位这里填的是“{unit}”，{file}填的是“{other}”；各年的数照各表列出，没有与周期承诺比较。",
    hint="请统一计量单位，并把各年的数换算成同一单位。",
    meaning="单位不同的数不能直接比较；程序不代为换算。",
)
ROW_NO_PLEDGE = Rule(
    code="ZHT-TARGET-NOPLEDGE",
    severity="warning",
    title="目标没有承诺数",
    message="“{title}”{year}{actual}没有填承诺，完成率没有算。",
    hint="请填当年计划；周期最后一年填整个周期的承诺。",
    meaning="完成得怎样要与承诺比。没有承诺数，完成数再大也无从比较。",
)
ROW_YEAR = Rule(
    code="ZHT-TARGET-YEAR",
    severity="warning",
    title="目标的年度不在周期内",
    message="“{title}”写的年度是{year}，本轮{name}从 {first} 到 {last}；这一行没有列入进度。",
    hint="请核对年度和周期起始日。",
    meaning="目标属于某一轮周期；年度在周期以外的，多半是年度填错，或沿用了上一轮的目标。",
)
ROW_EARLY = Rule(
    code="ZHT-TARGET-EARLY",
    severity="warning",
    title="以后年度填了完成数",
    message="“{title}”{year}填了完成 {actual}，而这是{here}的表；以后年度的完成数没有采用。",
    hint="请核对年度；完成数到当年的表里再填。",
    meaning="还没有到的年度不会有完成数，多半是年度填错，或把计划填进了完成栏。",
)
ROW_CONFLICT = Rule(
    code="ZHT-TARGET-CONFLICT",
    severity="error",
    title="同一目标同一年的完成数不同",
    message="{name}{year}的完成数，{file}（{cell}）填的是{here}，{other}（{other_cell}）填的是{there}；采用{used}。",
    hint="请核对哪个是核定数，并改正另一份表。",
    meaning="同一目标同一年的完成数在两份表里不同，说明有一份填错，或后来作过调整而没有说明。",
)
