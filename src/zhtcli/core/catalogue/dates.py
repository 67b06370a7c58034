"""What can be wrong with a date in a cell; `cells` holds these rules too."""

from __future__ import annotations

from zhtcli.core.finding import Rule

DATE_PART = Rule(
    code="ZHT-CELL-DATEPART",
    severity="error",
    title="日期没有写全",
    message="“{shown}”缺{missing}，不是完整的日期，没有采用。",
    hint="请写全年月日，如 2026-03-15。",
    meaning="期限、年度和先后要按日计算。只写到月或年时，补哪一天会影响结果，不作猜测。",
)
DATE_ORDER = Rule(
    code="ZHT-CELL-DATEORDER",
    severity="error",
    title="日期的顺序不明",
    message="“{shown}”看不出哪个是年、哪个是月、哪个是日，没有采用。",
    hint="请按年、月、日的顺序写，年份写四位，如 2026-03-15。",
    meaning="“3/4/2026”可以是 3 月 4 日，也可以是 4 月 3 日；“26-3-15”的年份只有两位。都不作猜测。",
)
DATE_NUMBER = Rule(
    code="ZHT-CELL-DATENUMBER",
    severity="error",
    title="日期写成了小数",
    message="这一格存的是小数 {shown}，不是日期：键入 2026.10 和 2026.1 存下来完全一样，没有采用。",
    hint="请写全年月日，用横线或斜线隔开，如 2026-03-15。",
    meaning="用句点写的年月会被表格软件当作小数，末尾的 0 随即丢失，10 月与 1 月无法分辨，日也没有写明。",
)
DATE_SERIAL = Rule(
    code="ZHT-CELL-DATESERIAL",
    severity="error",
    title="日期成了一个数字",
    message="这一格是数字 {shown}，可能是日期的内部序号，没有采用。",
    hint="请把单元格格式改为“日期”，核对后重新键入，如 2026-03-15。",
    meaning="表格软件用从 1900 年（或 1904 年）起的天数表示日期，去掉日期格式后只剩一个五位数。"
    "从哪一年起算无法确定，所以不作猜测。",
)
DATE_IMPOSSIBLE = Rule(
    code="ZHT-CELL-DATEIMPOSSIBLE",
    severity="error",
    title="没有这一天",
    message="“{shown}”不存在，没有采用。",
    hint="请核对月、日和时刻。",
    meaning="如 2 月 30 日、13 月或 25 时。顺延到后一天还是退回月末，会影响期限，不作猜测。",
)
DATE_RANGE = Rule(
    code="ZHT-CELL-DATERANGE",
    severity="error",
    title="年份不合常理",
    message="“{shown}”的年份不在 1950 年至 2100 年之间，没有采用。",
    hint="请核对年份；原来键入的若是数字，请把单元格格式改回“常规”。",
    meaning="1900 年前后的日期通常是一个小的数字带了日期格式，其余多为年份键入有误。",
)
NOT_A_DATE = Rule(
    code="ZHT-CELL-DATE",
    severity="error",
    title="不是日期",
    message="“{shown}”不是日期，没有采用。",
    hint="请写全年月日，如 2026-03-15；需要说明的写到备注栏。",
    meaning="日期栏只接受一个写全年月日的日期，2026-03-15、2026/3/15、2026年3月15日都可以。",
)
TIME_DROPPED = Rule(
    code="ZHT-CELL-TIMEDROPPED",
    severity="note",
    title="日期后的时刻没有采用",
    message="“{shown}”带有时刻，本栏只取日期 {value}。",
    hint="日期无误则不必修改。",
    meaning="本栏按日计算，时刻不起作用。",
)
NO_TIME = Rule(
    code="ZHT-CELL-NOTIME",
    severity="note",
    title="没有写时刻",
    message="“{shown}”没有写时刻，按当日 0 时 0 分读取。",
    hint="需要写明时刻时，请写成 2026-03-15 09:30。",
    meaning="本栏精确到时刻。只有日期时，按这一天的开始计算。",
)
AS_OF_FILLED = Rule(
    code="ZHT-DATE-FILLEDON",
    severity="note",
    title="按填表日期核定",
    message="没有写核定基准日，按填表日期 {day} 判断证书、编号等是否有效。",
    hint="要按别的日期核定，请填写“核定基准日”，或用 --as-of 指定。",
    meaning="高企证书等只在一段时间内有效，须有一个判断的日期；依次看 --as-of、封面的核定基准日、填表日期。",
)
NO_AS_OF = Rule(
    code="ZHT-DATE-NOASOF",
    severity="error",
    title="没有核定基准日",
    message="没有写核定基准日，也没有写填表日期，无法判断证书、编号等是否有效，有关的行都不计入。",
    hint="请填写“核定基准日”或“填表日期”，或用 --as-of 指定。",
    meaning="高企证书、科技型中小企业编号等只在一段时间内有效，没有日期就不能说它有效；程序不会拿今天代替。",
)
