"""Findings about graded assessments and quarterly reports: results that cannot be, dates that do not go together."""

from zhtcli.core.finding import Rule

_UNUSED = "没有据此得出后果"

KIND = Rule(
    code="ZHT-EVENT-KIND",
    severity="error",
    title="没有这种考核",
    message="{what}登记的是“{title}”，{platform}没有这种考核；" + _UNUSED + "。",
    hint="{platform}只有{kinds}。请改正考核种类，或把这一行移到它所属平台的表里。",
    meaning="三类平台各有各的考核：综合体每年考核、期满评估，联合体只在期满时考核，创新中心是中期评价和期末考核。",
)
GRADE = Rule(
    code="ZHT-EVENT-GRADE",
    severity="error",
    title="没有这种结果",
    message="{what}的结果填的是“{raw}”，“{title}”只有{grades}；" + _UNUSED + "。",
    hint="请照考核文件改正结果；如果是另一种考核的结果，请改正考核种类。",
    meaning="文件写明了考核验收的结果有哪几种。别的写法不能代为换算成其中一种。",
)
OTHER_GRADE = Rule(
    code="ZHT-EVENT-OTHERGRADE",
    severity="error",
    title="别的考核才有的结果",
    message="{what}的结果填的是“{raw}”，这是“{other}”的结果，“{title}”没有；" + _UNUSED + "。",
    hint="请核对考核种类和结果哪一个填错了。",
    meaning="绩效评价、绩效评估只印了“差”这一等的后果，考核验收分合格和不合格。两种混在一起，后果就会弄错。",
)
LEVEL = Rule(
    code="ZHT-EVENT-LEVEL",
    severity="error",
    title="这一级平台没有上级的考核",
    message="{what}是“{title}”，平台级别填的却是“{level}”；" + _UNUSED + "。",
    hint="上级的考核只对{levels}的平台。请核对平台级别和考核种类。",
    meaning="只有宁波市级及以上的综合体才由上级组织评价和考核，它们的后果不适用于慈溪市级的综合体。",
)
TOO_EARLY = Rule(
    code="ZHT-EVENT-MIDTERM",
    severity="error",
    title="中期评价早了",
    message="{what}的结果日期是 {day}，本轮 {start} 开始，{since} 才满{years}年；" + _UNUSED + "。",
    hint="请核对结果日期和本轮周期起始日。",
    meaning="中期绩效评价在建设满三年时进行，第一天算在内；不满三年就没有中期评价。",
)
LATE_MIDTERM = Rule(
    code="ZHT-EVENT-MIDTERMLATE",
    severity="warning",
    title="周期届满以后的中期评价",
    message="{what}的结果日期是 {day}，本轮周期 {last} 已经届满；照所填的列出。",
    hint="请核对结果日期和考核种类；期满以后进行的请选期末考核验收。",
    meaning="中期绩效评价为“差”的提前终止政策支持；周期已经届满，就谈不上提前。",
)
IN_CYCLE = Rule(
    code="ZHT-EVENT-CYCLEEND",
    severity="error",
    title="周期还没有届满",
    message="{what}的结果日期是 {day}，本轮 {start} 开始、{last} 届满，届满以前不能进行“{title}”；" + _UNUSED + "。",
    hint="请核对结果日期、本轮周期起始日和考核种类。",
    meaning="期满的评估和考核看的是整个周期的目标，周期最后一天过去以后才能进行。",
)
ENDED = Rule(
    code="ZHT-EVENT-ENDED",
    severity="error",
    title="资格已经取消",
    message="{what}的结果日期是 {day}；{ended_on}“{ended_by}”的结果是“{ended_grade}”，{follows}；" + _UNUSED + "。",
    hint="请核对两个日期。另行授权委托的，由新的单位另填一张表。",
    meaning="资格取消或淘汰以后，同一单位不再参加考核；以后还有结果，说明有一行填错了。",
)
SUPPORT_ENDED = Rule(
    code="ZHT-EVENT-SUPPORT",
    severity="warning",
    title="政策支持已经终止",
    message="{what}的结果日期是 {day}；{ended_on}“{ended_by}”的结果是“{ended_grade}”，{follows}。这一行照样列出。",
    hint="请核对两个日期；确实又考核的，不必改动。",
    meaning="提前终止政策支持以后还要不要期末考核，原文没有写。",
)
TWICE = Rule(
    code="ZHT-EVENT-TWICE",
    severity="error",
    title="同一考核有两个结果",
    message="{what}的结果是“{raw}”，第{first}行同一考核的结果是“{other}”；两行都没有采用。",
    hint="请只保留正式的结果；复核改过的，删去原来的一行，在备注写明。",
    meaning="一次考核只有一个结果。两个结果不同，后果就不同，不能由程序挑选。",
)
REPEATED = Rule(
    code="ZHT-EVENT-REPEATED",
    severity="warning",
    title="同一考核登记了两次",
    message="{what}与第{first}行是同一考核，结果也相同，只看前一行。",
    hint="请删去一行。",
    meaning="一次考核登记一行，历次的才数得清。",
)
FUTURE = Rule(
    code="ZHT-EVENT-FUTURE",
    severity="error",
    title="还没有到的日期",
    message="{what}的结果日期是 {day}，晚于{until_name} {until}；" + _UNUSED + "。",
    hint="请核对结果日期；要按更晚的日子看，请改封面的核定基准日，或用 --as-of。",
    meaning="只有到核定基准日已经作出的结果才算数；没有写核定基准日的，看到本期最后一天或填表日期为止。",
)
YEAR = Rule(
    code="ZHT-EVENT-YEAR",
    severity="error",
    title="考核年度与日期不符",
    message="{what}的考核年度是 {year}，结果日期却是 {day}，那时这一年还没有开始；" + _UNUSED + "。",
    hint="请核对考核年度和结果日期，改正填错的一个。",
    meaning="考核的是已经过去或正在过的一年，结果不会比那一年来得早。",
)
ODD_YEAR = Rule(
    code="ZHT-EVENT-YEARODD",
    severity="warning",
    title="考核年度与日期相差太远",
    message="{what}的考核年度是 {year}，结果日期是 {day}；照所填的列出。",
    hint="年度考核的结果一般在当年或次年；期满和中期的填考核所在的年或周期最后一年。请核对。",
    meaning="年度填错，各年的结果就对不上号：一年空着，另一年有两个。",
)
BEFORE = Rule(
    code="ZHT-EVENT-BEFORE",
    severity="error",
    title="在本轮周期之前",
    message="{what}考核的是 {year} 年{on}，本轮周期 {start} 才开始；" + _UNUSED + "。",
    hint="请核对考核年度、结果日期和本轮周期起始日；上一轮的结果不填在这里。",
    meaning="每一轮的考核看那一轮的目标，上一轮的结果对这一轮没有后果。",
)
BEYOND = Rule(
    code="ZHT-EVENT-BEYOND",
    severity="error",
    title="在本轮周期之后",
    message="{what}考核的是 {year} 年，本轮周期 {last} 已经届满；" + _UNUSED + "。",
    hint="请核对考核年度和本轮周期起始日；下一轮的结果填在下一轮的表里。",
    meaning="周期届满以后的年度属于下一轮，这一轮没有那一年的目标。",
)
UNDATED = Rule(
    code="ZHT-EVENT-UNDATED",
    severity="warning",
    title="有结果没有日期",
    message="{what}填了“{raw}”，没有填“{name}”；照所填的结果列出，没有核对日期。",
    hint="请照考核文件补填日期。",
    meaning="结果从哪一天起有效，要看日期；后续支持也按日期核算。",
)
UNGRADED = Rule(
    code="ZHT-EVENT-UNGRADED",
    severity="warning",
    title="有日期没有结果",
    message="“{name}”填了 {day}，没有填“{other}”；按还没有结果处理。",
    hint="请照考核文件补填结果；还没有结果的，把日期也留空。",
    meaning="考核的结果由人作出，没有填就是没有，不能由日期推出。",
)
QUARTER_MISSING = Rule(
    code="ZHT-EVENT-QUARTER",
    severity="warning",
    title="缺一个季度的报备",
    message="“{name}”没有填，{quarter}的报备没有计入。",
    hint="请照网上报备的记录补填日期；确实没有报备的留空，由人处理。",
    meaning="每季度都要对重大事项和工作进展进行网上报备，报备材料是年度考核的依据。",
)
QUARTER_EARLY = Rule(
    code="ZHT-EVENT-QUARTEREARLY",
    severity="error",
    title="季度还没有开始就报备",
    message="“{name}”填的是 {day}，{quarter}从 {first} 才开始；没有计入。",
    hint="请核对日期，看年份和季度有没有填错。",
    meaning="报备的是当季的事项和进展，不会早于这个季度。",
)
QUARTER_AFTER = Rule(
    code="ZHT-EVENT-QUARTERAFTER",
    severity="note",
    title="季度结束以后报备",
    message="“{name}”填的是 {day}，在{quarter}结束（{last}）以后；原文没有印期限，照常计入。",
    hint="日期没有填错的，不必改动。",
    meaning="原文只写每季度报备，没有写季度结束以后几天之内。",
)
QUARTER_LATE = Rule(
    code="ZHT-EVENT-QUARTERLATE",
    severity="warning",
    title="报备晚了一个季度以上",
    message="“{name}”填的是 {day}，{quarter}到 {last} 就结束了，再下一个季度也已过去；原文没有印期限，照常计入。",
    hint="请核对日期，看是不是填到了别的季度。",
    meaning="每季度报备一次。晚了一个季度以上，多半是补报，或填错了格。",
)
TRIAL_OVER = Rule(
    code="ZHT-EVENT-TRIAL",
    severity="warning",
    title="试行期已经结束",
    message="“{name}”填的是 {day}，试行{years}年，到 {last} 为止；本表填的{period}在这以后，照常核对。",
    hint="请确认指南是否已经延长或修订；有新文件的，按新文件填报。",
    meaning="指南自发布之日起试行一年，以后怎样要看公布的调整结果；程序不能代为判断还有没有效。",
)
