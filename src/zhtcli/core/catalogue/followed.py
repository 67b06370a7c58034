"""Findings about what is entered on a form that is followed from quarter to quarter, apart from other quarters."""

from zhtcli.core.finding import Rule

TO_DATE_MISSING = Rule(
    code="ZHT-TODATE-MISSING",
    severity="warning",
    title="累计数没有填",
    message="有 {count} 项填了本季度数据，没有填累计数：第{nos}项；不替人推算，汇总时这几项的累计按没有数处理。",
    hint="请补填“截止本季度累计数据”；没有发生的填 0，季末数两栏填同一个数。",
    meaning="累计数是监测表的一栏，各单位的累计要相加；程序不用各季度的数代替填报的累计数。",
)
LEFT_BLANK = Rule(
    code="ZHT-FIGURE-BLANK",
    severity="note",
    title="留空并写明了原因",
    message="第{no}项“{name}”没有填本季度数据，“说明”栏写的是“{reason}”；{treated}。",
    hint="有了数以后请补填。",
    meaning="比重要用的数有的还没有公布，表里允许留空并写明原因；汇总时这一项按没有数处理。",
)
REASON_MISSING = Rule(
    code="ZHT-FIGURE-NOREASON",
    severity="warning",
    title="留空没有写原因",
    message="第{no}项“{name}”没有填本季度数据，“说明”栏也没有写原因；{treated}。",
    hint="请填写；要用的数还没有公布的可以留空，在“说明”栏写明原因。",
    meaning="比重要用的数有的还没有公布，表里允许留空，但要写明原因，否则分不清是没有公布还是漏填。",
)
PARTS_FRACTION = Rule(
    code="ZHT-RATIO-FRACTION",
    severity="warning",
    title="疑似把百分数填成小数",
    message="第{no}项填的是{typed}%，按分子分母计算是{computed}，相差约 100 倍；"
    "疑似把百分数填成了小数，采用按分子分母计算的数。",
    hint="比重填百分数：12.5% 填 12.5，不要填 0.125。",
    meaning="从设成百分比格式的表里抄数，容易把 12.5% 抄成 0.125。分子、分母都填了的，采用按它们计算的数。",
)
START_UNTOLD = Rule(
    code="ZHT-TODATE-NOSTART",
    severity="note",
    title="不知道从什么时候累计",
    message="按所选口径，第{nos}项的累计从启动建设算起，“{name}”没有填；没有以前的累计可接的，不能核对。",
    hint="请补填“{name}”。",
    meaning="从启动建设算起的，启动的那个季度累计就是本季度数；不知道哪天启动，就不知道从哪个季度开始累计。",
)
