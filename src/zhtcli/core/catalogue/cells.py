"""What can be wrong with what stands in one cell, before anyone asks whether the figure makes sense.

Every template may use `{shown}`, the cell's content on one line and not too long.
"""

from __future__ import annotations

from zhtcli.core.catalogue import dates
from zhtcli.core.finding import Rule

ERROR_VALUE = Rule(
    code="ZHT-CELL-ERRORVALUE",
    severity="error",
    title="公式出错",
    message="公式出错，显示为 {shown}，这一格没有数值可用。",
    hint="请改正公式，或直接键入数值。",
    meaning="公式引用的单元格被删除、除数为零或函数名不认识时，表格软件显示 #REF!、#DIV/0!、#NAME? 一类的标记。"
    "这不是零，也不是未填，不能据此计分。",
)
UNCACHED = Rule(
    code="ZHT-CELL-UNCACHED",
    severity="error",
    title="公式没有保存结果",
    message="公式没有保存计算结果，这一格没有数值可用。",
    hint="请用 Excel 或 WPS 打开、重新计算后另存，再次提交。",
    meaning="文件里只有公式、没有算好的数值。由其他程序生成或改写、从未用表格软件打开保存过的文件常常如此。"
    "本工具不代为计算填报件里的公式。",
)
FORMULA_TEXT = Rule(
    code="ZHT-CELL-FORMULATEXT",
    severity="error",
    title="公式成了文本",
    message="“{shown}”是按文本存放的公式，没有计算结果。",
    hint="请把单元格格式改为“常规”后重新键入公式，或直接键入数值。",
    meaning="单元格格式是“文本”时，键入的公式不会计算，只作为一串字符保存。",
)
PICTURE = Rule(
    code="ZHT-CELL-PICTURE",
    severity="error",
    title="单元格内为图片",
    message="单元格内为图片，没有可读取的内容。",
    hint="请键入内容，图片放到佐证材料一栏。",
    meaning="WPS 可以把图片嵌入单元格。图片里的数字无法读取，只有佐证材料一类的文字栏才接受图片。",
)
NOT_A_NUMBER = Rule(
    code="ZHT-CELL-NUMBER",
    severity="error",
    title="不是数字",
    message="“{shown}”不是一个数字，没有采用。",
    hint="请只键入一个数字，如 30 或 2.5；说明文字写到备注栏。",
    meaning="数字栏只接受一个写法明确的数。分数符号、上标、科学记数、括号表示的负数、"
    "一格里的多个数都可能读错，所以不作猜测。",
)
INEXACT = Rule(
    code="ZHT-CELL-INEXACT",
    severity="error",
    title="不确切的数",
    message="“{shown}”是不确切的数，没有采用。",
    hint="请填写确切的数，估计的依据写到备注栏。",
    meaning="“约”“以上”“余”或一个区间可以对应许多个数。取哪一个会改变得分，只能由填报人决定。",
)
GROUPING = Rule(
    code="ZHT-CELL-GROUPING",
    severity="error",
    title="千位分隔符位置不对",
    message="“{shown}”里的逗号不在千位上，无法确定是多少，没有采用。",
    hint="请去掉逗号重新键入；小数点请用英文句点。",
    meaning="逗号每三位一个才是千位分隔符。“2,5”可能是 2.5，也可能是 25，或是两个数，不作猜测。",
)
OTHER_UNIT = Rule(
    code="ZHT-CELL-OTHERUNIT",
    severity="error",
    title="单位不符",
    message="“{shown}”里的“{suffix}”不是本栏的单位（{unit}），没有采用。",
    hint="请按本栏的单位折算后，只键入数字。",
    meaning="数字后面写着另一个单位或别的文字，说明这个数可能不是本栏要的数。单位之间怎样折算，由填报人决定。",
)
SCALE_UNSURE = Rule(
    code="ZHT-CELL-SCALEUNSURE",
    severity="error",
    title="“万”“亿”指什么不明",
    message="“{shown}”带“万”或“亿”，而本栏的单位是“{unit}”，无法确定是多少，没有采用。",
    hint="请按本栏的单位折算后，只键入数字。",
    meaning="本栏没有单位，或单位本身已经带“万”“亿”时，“3万”可能是 3，也可能是 30000。两者相差万倍，不作猜测。",
)
PERCENT_FORMAT = Rule(
    code="ZHT-CELL-PERCENTFORMAT",
    severity="error",
    title="数字栏里出现百分数",
    message="这一格显示为“{shown}”，而本栏填数字、不填百分数，没有采用。",
    hint="请把单元格格式改为“常规”或“数值”，再重新键入数字。",
    meaning="单元格带百分比格式时，30 显示为 3000%，键入 30 又存成 0.3。填报人看到的与存下的相差一百倍，不作猜测。",
)
NOT_INTEGER = Rule(
    code="ZHT-CELL-NOTINTEGER",
    severity="error",
    title="不是整数",
    message="“{shown}”不是整数，而本栏按个数填写，没有采用。",
    hint="请填写整数。",
    meaning="人、家、项、次一类的指标只能是整数。出现小数，多半是填错了栏，或由公式平均得来。",
)
TOO_LONG = Rule(
    code="ZHT-CELL-TOOLONG",
    severity="error",
    title="数字位数过多",
    message="“{shown}”的位数过多，不像是本栏的数，没有采用。",
    hint="请核对是否把证件号、合同号等填到了数字栏。",
    meaning="表格软件只保留 15 位有效数字，整数超过 15 位时末几位已经不可靠。考核指标也不会有这样大的数。",
)
DATE_FOR_NUMBER = Rule(
    code="ZHT-CELL-DATEFORNUMBER",
    severity="error",
    title="数字栏里是日期",
    message="这一格是日期或时刻 {shown}，而本栏填数字，没有采用。",
    hint="请把单元格格式改为“常规”或“数值”，再重新键入数字。",
    meaning="键入“3-5”或“3/5”时，表格软件会自动改成 3 月 5 日。单元格带日期格式时，键入的数字也会变成日期。",
)
BOOLEAN_FOR_NUMBER = Rule(
    code="ZHT-CELL-BOOLEANFORNUMBER",
    severity="error",
    title="数字栏里是真假值",
    message="这一格是 {shown}，而本栏填数字，没有采用。",
    hint="请键入数字。",
    meaning="TRUE 和 FALSE 是判断的结果，通常来自只比较、不计算的公式，不能当作 1 和 0。",
)
PLACEHOLDER = Rule(
    code="ZHT-CELL-PLACEHOLDER",
    severity="error",
    title="以符号或文字代替数字",
    message="“{shown}”不是数字，本栏按未填处理，不当作 0。",
    hint="确实为零请键入 0；本项不适用请写“不适用”，并在备注栏说明原因。",
    meaning="“/”“—”“无”可以表示零、没有开展、还没有统计或不适用。零会得分或扣分，所以必须由填报人写明。",
)
NO_DATA = Rule(
    code="ZHT-CELL-NODATA",
    severity="warning",
    title="以符号或文字表示空缺",
    message="“{shown}”按未填处理。",
    hint="没有内容请留空；有内容请补上。",
    meaning="在日期、编号和选项栏里，“/”“—”“无”不是可以使用的内容。",
)
NOT_APPLICABLE = Rule(
    code="ZHT-CELL-NOTAPPLICABLE",
    severity="note",
    title="填报为不适用",
    message="填报为“{shown}”，本栏按不适用处理。",
    hint="请在备注栏写明不适用的原因。",
    meaning="“不适用”与“零”和“未填”都不同：它说这一项不该考核本单位，需要原因，由审核人判断。",
)
TEXT_NUMBER = Rule(
    code="ZHT-CELL-TEXTNUMBER",
    severity="warning",
    title="数字按文本存放",
    message="“{shown}”是文本，已按 {value} 读取。",
    hint="请把单元格格式改为“常规”或“数值”，再重新键入数字。",
    meaning="文本形式的数字不参加表格里的求和与自检，表内合计会因此偏小。",
)
TEXT_PERCENT = Rule(
    code="ZHT-CELL-TEXTPERCENT",
    severity="note",
    title="百分数按文本存放",
    message="“{shown}”是带百分号的文本，已按 {value}% 读取。",
    hint="数值无误则不必修改；表内自检要用到它时，请改为数字。",
    meaning="写明了百分号的文本不会有 2.5 与 2.5% 的混淆，但文本不参加表格里的计算。",
)
UNIT_TYPED = Rule(
    code="ZHT-CELL-UNIT",
    severity="warning",
    title="数字后写了单位",
    message="“{shown}”带有单位，已按 {value} 读取。",
    hint="请只键入数字，单位已印在表上。",
    meaning="带单位的内容是文本，不参加表格里的求和与自检，表内合计会因此偏小。",
)
YEAR_TYPED = Rule(
    code="ZHT-CELL-YEAR",
    severity="warning",
    title="年度后写了“年”字",
    message="“{shown}”带有文字，已按 {value} 读取。",
    hint="年度请只键入四位数字，例如 {value}。",
    meaning="带文字的内容是文本，不参加表格里的筛选与自检。四位数字加“年”只能是年度，照读并说明。",
)
SCALED = Rule(
    code="ZHT-CELL-SCALED",
    severity="warning",
    title="数字带“万”“亿”或另一货币单位",
    message="“{shown}”已折算为 {value}（单位：{unit}）。",
    hint="请核对折算结果，并改为只键入数字。",
    meaning="本栏的单位已知，“3万”只能有一种折算，所以采用；折算结果请填报人核对。",
)
CHINESE_NUMERAL = Rule(
    code="ZHT-CELL-CHINESENUMERAL",
    severity="warning",
    title="用汉字写数",
    message="“{shown}”是汉字数字，已按 {value} 读取。",
    hint="请改用阿拉伯数字。",
    meaning="汉字数字是文本，不参加表格里的求和与自检。只接受写法规范、没有歧义的汉字数字。",
)
INVISIBLE = Rule(
    code="ZHT-CELL-INVISIBLE",
    severity="note",
    title="有不可见字符",
    message="内容里有不可见的字符，已去掉，按“{shown}”读取。",
    hint="内容无误则不必修改；重新键入可以清除这些字符。",
    meaning="从网页、聊天软件或其他系统复制的内容常带零宽字符、不换行空格或控制字符，看不见，却使内容对不上。",
)
INVISIBLE_ONLY = Rule(
    code="ZHT-CELL-INVISIBLEONLY",
    severity="note",
    title="只有空格或不可见字符",
    message="这一格只有空格或不可见的字符，按未填处理。",
    hint="不需要填写时，请按 Delete 键清空这一格。",
    meaning="看上去空白的单元格里留有空格、制表符或零宽字符，通常是复制粘贴或从其他系统导出时带来的。",
)
DIGITS_LOST = Rule(
    code="ZHT-CELL-DIGITSLOST",
    severity="error",
    title="编号的末几位已丢失",
    message="这个编号变成了 {shown}，有几位数字已经丢失，没有采用。",
    hint="请先把单元格格式改为“文本”，再重新键入完整的编号。",
    meaning="表格软件只保留 15 位有效数字，18 位的身份证号或全为数字的编号按数字存放时，末几位变成 0，"
    "显示成 3.60E+17 后再转为文本，丢得更多。丢掉的数字无法从文件里找回。",
)
CODE_AS_NUMBER = Rule(
    code="ZHT-CELL-CODEASNUMBER",
    severity="note",
    title="编号按数字存放",
    message="编号 {shown} 是按数字存放的，已按原样读取。",
    hint="编号以 0 开头时，请把单元格格式改为“文本”后重新键入。",
    meaning="按数字存放的编号会丢掉开头的 0。电话、统一社会信用代码和证件号都应按文本存放。",
)
CODE_TIDIED = Rule(
    code="ZHT-CELL-CODETIDIED",
    severity="note",
    title="编号里有空格或全角字符",
    message="“{shown}”里有空格或全角字符，已整理为“{value}”。",
    hint="编号无误则不必修改。",
    meaning="编号要逐字符比对。同一个编号一处用半角、一处用全角，或分段加了空格，就会被当作两个。",
)
NOT_A_CODE = Rule(
    code="ZHT-CELL-CODE",
    severity="error",
    title="不是编号",
    message="“{shown}”不是编号，没有采用。",
    hint="请把单元格格式改为“文本”，再重新键入编号。",
    meaning="编号栏里出现了小数、负数、日期、真假值，或一格里写了几行。"
    "键入的编号可能已被表格软件自动改成了日期或数字；一格只能填一个编号。",
)
DATE_AS_TEXT = Rule(
    code="ZHT-CELL-DATEASTEXT",
    severity="note",
    title="文字栏里是日期",
    message="这一格是日期，已按“{shown}”读取。",
    hint="原来键入的若是“3-5”一类的编号，请把单元格格式改为“文本”后重新键入。",
    meaning="键入“3-5”时，表格软件会自动改成 3 月 5 日，原来的写法不再保留。",
)
NOT_A_BOOLEAN = Rule(
    code="ZHT-CELL-BOOLEAN",
    severity="error",
    title="不是“是”或“否”",
    message="“{shown}”不是“是”或“否”，没有采用。",
    hint="请填“是”或“否”；需要说明的写到备注栏。",
    meaning="是否栏只接受“是”“否”“有”“无”“√”“×”一类写法明确的回答。",
)
NOT_A_CHOICE = Rule(
    code="ZHT-CELL-CHOICE",
    severity="error",
    title="不在选项之中",
    message="“{unknown}”不在选项之中，没有采用；可选：{choices}。",
    hint="请从选项中选择；可以选几项的，用“、”隔开。",
    meaning="选项栏的写法由表单规定。粘贴可以绕过下拉列表，写法稍有不同就无法对应。",
)

DATE_IMPOSSIBLE = dates.DATE_IMPOSSIBLE
DATE_NUMBER = dates.DATE_NUMBER
DATE_ORDER = dates.DATE_ORDER
DATE_PART = dates.DATE_PART
DATE_RANGE = dates.DATE_RANGE
DATE_SERIAL = dates.DATE_SERIAL
NOT_A_DATE = dates.NOT_A_DATE
NO_TIME = dates.NO_TIME
TIME_DROPPED = dates.TIME_DROPPED
