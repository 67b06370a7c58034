"""Findings about the quarters of one unit: two workbooks of one, one that is missing, figures told in two ways."""

from zhtcli.core.finding import Rule

TWICE = Rule(
    code="ZHT-QUARTER-TWICE",
    severity="error",
    title="同一季度有两份",
    message="“{unit}”的{form}有{count}份：{files}；内容不同，这个季度没有采用任何一份。",
    hint="请只保留县级审核通过的那一份，再重新汇总。",
    meaning="同一单位、同一季度的两份表数字不同，由谁来挑都要留下依据，程序不替人挑选；汇总把这个季度列为未计入。",
)
GAP = Rule(
    code="ZHT-QUARTER-GAP",
    severity="warning",
    title="中间缺季度",
    message="“{unit}”缺{quarters}的表，所缺的数只能用以后的表里填的上季度、去年同季数。",
    hint="请补上缺少的填报件。",
    meaning="累计数和同比都要用以前季度的数。缺一个季度的表时，只能采用后来的表里写的上季度、去年同季数。",
)
DIFFERS = Rule(
    code="ZHT-QUARTER-CONFLICT",
    severity="warning",
    title="以前季度前后说法不同",
    message="第{no}项{year}的{part}，本表填的是{here}，{other}填的是{there}；同比和累计按当季的表计算。",
    hint="请核对哪个是审核过的数；以前的数作过修订的，请在说明栏写明。",
    meaning="本表重复了上季度和去年同季的数。与当季报送的不同，说明有一份填错，或后来作过修订而没有说明。",
)
DIFFERS_WIDELY = Rule(
    code="ZHT-QUARTER-CONFLICTS",
    severity="warning",
    title="以前季度多处说法不同",
    message="本表填的{year}的数，有{count}处与{other}不同（第{nos}项）；同比和累计按当季的表计算。",
    hint="请核对是否带入了别的季度或别的版本的表，改用审核过的那一份。",
    meaning="以前季度的数成片不同，多半是带入了另一份表，而不是逐项修订。",
)
BORROWED = Rule(
    code="ZHT-QUARTER-BORROWED",
    severity="warning",
    title="带入了别的单位的表",
    message="本表填的{year}的数与“{other}”的表（{file}）完全相同，而与本单位当季的表有{count}处不同；同比和累计按本单位当季的表计算。",
    hint="请用本单位的表重新带入：zht template 表单 --from 本单位的表。",
    meaning="去年同季或上季度的数取自另一个单位，按它算出的同比没有意义。",
)
