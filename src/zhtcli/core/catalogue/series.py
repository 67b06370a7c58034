"""Findings about a quarter's figures held against each other and against earlier quarters."""

from zhtcli.core.finding import Rule

GROWTH_DIFFERS = Rule(
    code="ZHT-GROWTH-DIFFERS",
    severity="warning",
    title="同比与复算不符",
    message="第{no}项{part}同比填了{typed}，按{base}的数复算是{computed}，即{formula}；填报数照原样保留。",
    hint="请核对本期数、去年同期数和同比；以前的数有更正的，在“说明”写明。",
    meaning="同比由本期数和去年同期数算出。不符多半是去年同期数用了别的口径或别的单位的表，也可能是手算有误。",
)
GROWTH_FRACTION = Rule(
    code="ZHT-GROWTH-FRACTION",
    severity="warning",
    title="疑似把百分比填成小数",
    message="第{no}项{part}同比填了{typed}，按{base}的数复算是{computed}，即{formula}，两者约差 100 倍；"
    "疑似把百分数填成了小数，填报数照原样保留。",
    hint="同比填百分数：增长 12.5% 填 12.5，不要填 0.125。",
    meaning="从设成百分比格式的表里抄数，容易把 12.5% 抄成 0.125。程序不替人乘 100，请自行改正。",
)
GROWTH_POINTS = Rule(
    code="ZHT-GROWTH-POINTS",
    severity="warning",
    title="同比像是按百分点填的",
    message="第{no}项{part}同比填了{typed}，按{base}的数复算是{computed}，即{formula}；填的数正好是两期相差的百分点，填报数照原样保留。",
    hint="按所选口径，比重的同比填百分比，即增减的部分除以去年同期；请改填，或核对口径。",
    meaning="比重的同比，原文没有写用百分点还是百分比。同一张表要用同一种口径，两种混在一起就不能比较。",
)
GROWTH_UNCHECKED = Rule(
    code="ZHT-GROWTH-UNCHECKED",
    severity="note",
    title="同比无法核对",
    message="{items}填了同比，但{reason}；填报数照原样保留，没有核对。",
    hint="{advice}；同比另有依据的，在“说明”写明。",
    meaning="没有可以比较的去年同期数，程序就不能复算同比；填的数可能是对的，只是没有核对过。",
)
GROWTH_NO_BASE = Rule(
    code="ZHT-GROWTH-NOBASE",
    severity="note",
    title="不计算同比",
    message="{items}：{reason}，同比留空。",
    hint="去年同期确实没有数的不用处理；漏填的请补填，或用 zht template --from 带入去年同期的填报件。",
    meaning="从 0、空白或负数算不出有意义的增长率，程序不写成 100%，也不写成无穷大。",
)
GROWTH_BLANK = Rule(
    code="ZHT-GROWTH-BLANK",
    severity="note",
    title="同比没有填",
    message="{items}的同比没有填；本期和去年同期的数都有，可以照“复算”列填写。",
    hint="请核对“复算”列的数后填进同比栏。",
    meaning="监测表要求填同比；程序把算出的数列在旁边，不替人填写。",
)
TO_DATE_SUM = Rule(
    code="ZHT-TODATE-SUM",
    severity="warning",
    title="累计数接不上",
    message="第{no}项累计填了{to_date}，而{sum} = {expected}；照填报数采用。",
    hint="请核对本季度数和累计数；以前季度的数有更正的，在“说明”写明。",
    meaning="新增类和金额类的累计数等于上季度的累计加上本季度。接不上多半是累计漏加、多加，或以前的数改过没有说明。",
)
TO_DATE_SAME = Rule(
    code="ZHT-TODATE-SAME",
    severity="warning",
    title="累计数与本季度数不一致",
    message="第{no}项累计填了{to_date}，本季度填了{quarter}；{why}，照填报数采用。",
    hint="请核对两栏，改正填错的一个；确有不同口径的，在“说明”写明。",
    meaning="季末数没有累计，两栏都填季末的数；第一季度的累计就是第一季度自己的数。",
)
TO_DATE_FELL = Rule(
    code="ZHT-TODATE-FELL",
    severity="warning",
    title="累计数比上季度少",
    message="第{no}项累计填了{to_date}，比截止{last}的{before}少；照填报数采用。",
    hint="请核对是否把本季度的数填进了累计栏；以前的数有更正的，在“说明”写明。",
    meaning="同一起算时间的累计数只增不减；变小多半是填错了栏，也可能是以前的数作了更正。",
)
TO_DATE_BELOW = Rule(
    code="ZHT-TODATE-BELOW",
    severity="error",
    title="累计数小于本季度数",
    message="第{no}项累计填了{to_date}，比本季度的{quarter}还少，不可能成立{suspected}。",
    hint="请核对是否两栏填反了，或用了不同的单位，改正填错的一个。",
    meaning="累计数包含本季度，不会比本季度少；至少有一个数填错了。",
)
STOCK_GREW = Rule(
    code="ZHT-STOCK-GREW",
    severity="warning",
    title="增加的比新增的多",
    message="第{no}项现在是{now}，{last}是{before}，多了{grew}，而{other}只有{added}；照填报数采用。",
    hint="请核对总数和新增数；因迁入、区划调整等增加的，在“说明”写明。",
    meaning="总数的增加主要来自新认定的。多出来的部分可能是迁入或范围调整，也可能是漏填了新增数。",
)
IMPLIED_LOW = Rule(
    code="ZHT-IMPLIED-LOW",
    severity="warning",
    title="推算结果过小",
    message="{implied}，少于{least}，不合情理；照填报数采用。",
    hint="请核对参与推算的各项数和单位。",
    meaning="由两个指标推算出的数量应当合乎常理；过小多半是其中一个用错了单位，或者填错了位数。",
)
IMPLIED_HIGH = Rule(
    code="ZHT-IMPLIED-HIGH",
    severity="warning",
    title="推算结果过大",
    message="{implied}，超过{most}，不合情理；照填报数采用。",
    hint="请核对参与推算的两项数和单位。",
    meaning="由两个指标推算出的数量应当合乎常理；过大多半是其中一个用错了单位，或者填错了位数。",
)
IMPLIED_MOVED = Rule(
    code="ZHT-IMPLIED-MOVED",
    severity="warning",
    title="推算结果变动过大",
    message="{implied}，比{last}的{before}{moved}；照填报数采用。",
    hint="请核对参与推算的两项数、单位和统计范围；确有变化的，在“说明”写明。",
    meaning="推算出的数量在一个季度里通常变化不大；变动过大多半是单位、位数或统计范围变了。",
)
IMPLIED_APART = Rule(
    code="ZHT-IMPLIED-APART",
    severity="warning",
    title="推算结果与填报数相差较大",
    message="{implied}，而{other}，相差 {apart}；照填报数采用。",
    hint="请核对这几项数和统计范围；口径本来不同的，在“说明”写明。",
    meaning="几项指标之间大致应当对得上；相差较大可能是统计范围不同，也可能有一项填错了。",
)
UNITS = Rule(
    code="ZHT-SERIES-UNITS",
    severity="warning",
    title="疑似弄混亿元和万元",
    message="{seen}；疑似弄混了亿元和万元（或万元和元），照填报数采用。",
    hint="请核对这一项的计量单位，1亿元等于 10000 万元；确实如此的，在“说明”写明。",
    meaning="表里有的项用亿元，有的用万元；照着别的报表抄数时最容易弄混，一错就是 1 万倍，汇总会全部失真。",
)
FRACTION = Rule(
    code="ZHT-SERIES-FRACTION",
    severity="warning",
    title="疑似把百分数填成小数",
    message="{seen}；疑似有一个把百分数填成了小数，照填报数采用。",
    hint="比重填百分数：12.5% 填 12.5，不要填 0.125。",
    meaning="从设成百分比格式的表里抄数，容易把 12.5% 抄成 0.125。程序不替人乘 100，请自行改正。",
)
PART_DIFFERS = Rule(
    code="ZHT-PART-DIFFERS",
    severity="warning",
    title="分子分母与另一项不一致",
    message="第{no}项的{name}填了{part}，而第{other}项本季度填了{figure}；照填报数采用。",
    hint="请核对两处的数，改到一致；口径确实不同的，在“说明”写明。",
    meaning="比重的分子或分母就是表里的另一项，同一个数填两处，应当相同；不同的多半是一处填了累计数、用错了单位，或改了一处漏了另一处。",
)
JUMP = Rule(
    code="ZHT-SERIES-JUMP",
    severity="warning",
    title="与上季度相差悬殊",
    message="第{no}项本季度填了{here}，是{label}{there}的{size}；照填报数采用。",
    hint="请核对是否多打或少打了零、用错了单位，或把累计数填进了本季度栏；确实如此的，在“说明”写明。",
    meaning="一个季度里变化几十倍的很少见，常常是位数、单位或栏目填错了，也可能属实，所以照用并提请核对。",
)
SOURCE_MISSING = Rule(
    code="ZHT-SOURCE-MISSING",
    severity="warning",
    title="没有注明数据来源",
    message="有 {count} 项本季度数据没有注明来源：{nos}。",
    hint="请在“数据来源”一栏选{choices}，并留存依据备查。",
    meaning="监测数据要用有依据的调查数据或政府部门数据，注明来源才能核查。",
)
