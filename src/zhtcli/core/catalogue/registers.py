"""Findings about registers as they were filled: their sheets and columns, and what stands in their rows."""

from zhtcli.core.finding import Rule

SHEET_MISSING = Rule(
    code="ZHT-REGISTER-SHEET",
    severity="error",
    title="缺台账页",
    message="缺少“{name}”页，这本台账读不到，按没有台账处理。",
    hint="请从空表中找回“{name}”页，把台账填回去；没有内容的台账留空即可，不要删除。",
    meaning="表里还有其他台账页，单单少了这一页，多半是误删。留空的台账页只表示没有填，删掉则无从知道填过什么。",
)
NO_SHEETS = Rule(
    code="ZHT-REGISTER-NONE",
    severity="note",
    title="没有台账页",
    message="这份表没有台账页，各项都按填报数处理。",
    hint="要用台账核对时，请用 zht template 生成的表填报。",
    meaning="较早的空表还没有台账，也有人把台账页全部删去后上报。填报数仍可计分，只是没有逐行的依据。",
)
SHEET_RENAMED = Rule(
    code="ZHT-REGISTER-RENAMED",
    severity="note",
    title="台账页改了名",
    message="没有“{name}”页，“{sheet}”页的表头与它相符，已当作这本台账读取。",
    hint="请核对确实是这本台账；把页名改回“{name}”最稳妥。",
    meaning="台账页先按页名查找，找不到时按表头认。各台账的表头有相似之处，所以提请核对。",
)
SHEET_STRAY = Rule(
    code="ZHT-REGISTER-STRAY",
    severity="warning",
    title="多出的台账页",
    message="“{sheet}”页不是本表的台账，其中的内容没有采用。",
    hint="请把其中的行并入同名的台账页，再删去这一页。",
    meaning="复制工作表会得到“台账_…(2)”一类的页。同一本台账只读一页，其余的不能当作已经填报。",
)
HEADER_MISSING = Rule(
    code="ZHT-REGISTER-HEADER",
    severity="error",
    title="台账没有表头",
    message="“{sheet}”页的前{rows}行里找不到表头，这本台账读不到。",
    hint="请恢复表头一行，各列名称照空表填写。",
    meaning="台账各列按表头文字查找，顺序可以调整，也可以插入别的列；表头没有了，就分不清哪一列是什么。",
)
COLUMN_MISSING = Rule(
    code="ZHT-REGISTER-COLUMN",
    severity="error",
    title="台账缺必填列",
    message="“{sheet}”页找不到必填的“{name}”列，各行都按没有填这一项处理。",
    hint="请恢复表头“{name}”并填写；列改了名的，改回原来的名称。",
    meaning="必填的列决定一行算给哪一项、哪一年，或者用来认出同一件事。整列缺失时只在这里说一次，不逐行重复。",
)
COLUMNS_LEFT_OUT = Rule(
    code="ZHT-REGISTER-LEFTOUT",
    severity="note",
    title="台账缺选填列",
    message="“{sheet}”页没有“{names}”列，按没有填处理。",
    hint="用不到则不必修改；要填时，请恢复原来的表头。",
    meaning="选填的列可以不用。有的选填列是某项计入的条件，列被删去或改名后，该项的行会因此不计入。",
)
COLUMN_TWICE = Rule(
    code="ZHT-REGISTER-COLUMNTWICE",
    severity="error",
    title="台账表头重复",
    message="“{sheet}”页有{count}列都可以当作“{name}”（{places}），不知道以哪一列为准，都没有采用。",
    hint="请只保留一列“{name}”，其余的改名或删去。",
    meaning="复制列、合并两份台账时容易出现同名或近义的列。程序不替人挑选。",
)
COLUMNS_UNKNOWN = Rule(
    code="ZHT-REGISTER-EXTRA",
    severity="note",
    title="台账有多出的列",
    message="“{sheet}”页的“{names}”不是本台账的列，其中的内容没有采用。",
    hint="自用的列可以保留；若是某一列改了名，请改回原来的名称。",
    meaning="台账里可以另加自用的列，不影响读取。改过名的列也会落到这里，所以一并列出。",
)
TOTALS_SKIPPED = Rule(
    code="ZHT-REGISTER-TOTALS",
    severity="note",
    title="合计行没有计入",
    message="“{sheet}”页的第{rows}行是合计行，没有当作台账的行。",
    hint="合计行可以保留；若确是一项内容，请改写第一格的文字。",
    meaning="一行里第一个文字格写着合计、总计、小计的，是对上面各行的汇总，再计入就重复了。",
)
REMARKS_SKIPPED = Rule(
    code="ZHT-REGISTER-REMARK",
    severity="note",
    title="表下的说明没有计入",
    message="“{sheet}”页的第{rows}行是表下的说明，没有当作台账的行。",
    hint="可以保留；若确是一项内容，请照表头各列填写。",
    meaning="台账末尾单独一格写着“填表人：”“注：”一类的，是说明，不是一项内容；当作一行，占比的分母就会变大。",
)
MERGED_CELLS = Rule(
    code="ZHT-REGISTER-MERGED",
    severity="error",
    title="台账里有合并的单元格",
    message="{range}被合并成一格，内容只算在左上角那一格，其余各格按没有填处理。",
    hint="请取消合并，每行分别填写。",
    meaning="合并以后文件里只存左上角的内容。它是否适用于其余各行，程序不作猜测，也不向下填充。",
)
MISSING_KEY = Rule(
    code="ZHT-ROW-MISSING",
    severity="error",
    title="台账行缺关键内容",
    message="第{line}行没有填“{label}”，无法确定计入哪一项、哪一年。",
    hint="请补填“{label}”。",
    meaning="日期决定一行计入哪一年，所属指标决定计入哪一项。缺了它们，这一行无处可计。",
)
INCOMPLETE = Rule(
    code="ZHT-ROW-INCOMPLETE",
    severity="warning",
    title="台账行没有填全",
    message="第{line}行没有填必填的“{label}”。",
    hint="请补填“{label}”。",
    meaning="必填的内容用来认出同一件事、对照佐证。没有填全的行，是否计入看该项的条件。",
)
NEGATIVE = Rule(
    code="ZHT-ROW-NEGATIVE",
    severity="error",
    title="台账里有负数",
    message="“{label}”填了负数“{raw}”，台账里的数不能小于 0。",
    hint="请改为不小于 0 的数；要冲销的，请改原来那一行。",
    meaning="台账的数量和金额逐行相加。负数会抵掉别的行，使合计对不上任何一份材料。",
)
DATE_UNLIKELY = Rule(
    code="ZHT-ROW-DATERANGE",
    severity="warning",
    title="台账日期不合常理",
    message="“{label}”是 {raw}，不在{first}年至{last}年之间；照所填日期处理。",
    hint="请核对年份是否键入有误。",
    meaning="考核的事项不会这样早或这样晚，多半是年份少打、错打了一位。",
)
CODE_MALFORMED = Rule(
    code="ZHT-ROW-CODE",
    severity="warning",
    title="编号不合标准",
    message="“{label}”的“{raw}”不合标准：{reason}。",
    hint="请对照证照改正。",
    meaning="编号的位数和所用字符由标准规定。文件要求凭编号认定的，编号不合标准的行不计入；其余的行照常计入，只作提示。",
)
CODE_DOUBTFUL = Rule(
    code="ZHT-ROW-CODECHECK",
    severity="warning",
    title="编号可疑",
    message="“{label}”的“{raw}”可疑：{reason}；照常采用。",
    hint="请对照证照核对，尤其是看错、抄错的字符。",
    meaning="校验位不符多半是抄错了一位，但真实的编号也有不符的，所以只提请核对，不影响计入。",
)
