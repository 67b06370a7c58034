"""Rules about a file as a whole: what it is, whether it can be read, what in it was left alone."""

from __future__ import annotations

from zhtcli.core.finding import Rule

UNOPENED = Rule(
    code="ZHT-FILE-UNOPENED",
    severity="error",
    title="文件打不开",
    message="文件打不开：{reason}。",
    hint="请核对路径和权限；文件若正在 Excel 或 WPS 中打开，请先关闭。",
    meaning="文件不存在、没有读取权限，或正被别的程序独占，因此连内容都没有看到。",
    refuses=True,
)
EMPTY = Rule(
    code="ZHT-FILE-EMPTY",
    severity="error",
    title="空文件",
    message="文件是空的，没有任何内容。",
    hint="请向填报单位重新索取文件，或检查下载、拷贝是否完成。",
    meaning="文件大小为零，多半是下载或拷贝中断，也可能是网盘只留下了占位文件。",
    refuses=True,
)
OWNER = Rule(
    code="ZHT-FILE-OWNER",
    severity="error",
    title="编辑中的临时文件",
    message="这是 Excel、WPS 或 LibreOffice 打开工作簿时留下的临时文件，不是工作簿本身。",
    hint="请改用文件名不带“~$”或“.~lock.”前缀的那个文件；临时文件在关闭工作簿后会自行消失。",
    meaning="办公软件打开工作簿时，会在旁边写一个小文件，记下谁在编辑；其中没有填报内容。",
    refuses=True,
)
TOO_LARGE = Rule(
    code="ZHT-FILE-TOOLARGE",
    severity="error",
    title="文件过大",
    message="文件有 {megabytes} MB，超过 {limit} MB 的上限，未予读取。",
    hint="请删去工作簿中的图片和附件（佐证材料另行报送），另存后再交。",
    meaning="填报表本身很小；文件特别大，通常是把照片、扫描件插进了表格。设上限是为了防止个别文件拖垮整批核定。",
    refuses=True,
)
DAMAGED = Rule(
    code="ZHT-FILE-DAMAGED",
    severity="error",
    title="文件不完整或已损坏",
    message="文件不完整或已损坏，无法读取。",
    hint="请填报单位用 Excel 或 WPS 打开原件，确认内容无误后另存为 .xlsx 再交。",
    meaning="压缩包的目录、长度或校验码对不上，或者其中的 XML 不合语法，多半是传输中断，也可能是别的软件写坏了。",
    refuses=True,
)
EMPTY_ZIP = Rule(
    code="ZHT-FILE-EMPTYZIP",
    severity="error",
    title="空压缩包",
    message="这是一个空的压缩包，里面没有任何文件。",
    hint="请向填报单位重新索取工作簿。",
    meaning="文件只有压缩包的结尾标记，里面一个条目也没有，通常是导出程序中途失败留下的。",
    refuses=True,
)
ENCRYPTED = Rule(
    code="ZHT-FILE-ENCRYPTED",
    severity="error",
    title="文件有打开密码",
    message="文件设有打开密码，无法读取。",
    hint="请在 Excel 或 WPS 中打开文件，取消打开密码（老式 .xls 还须取消“保护工作簿”）后另存，再交来。",
    meaning="加密后的内容没有密码就无法读出。本工具不接收密码，也不尝试破解；工作表保护与打开密码不同，不妨碍读取。",
    refuses=True,
)
DRM = Rule(
    code="ZHT-FILE-DRM",
    severity="error",
    title="疑似被终端加密软件加密",
    message="文件名是电子表格，内容却无法辨认，疑似被终端加密软件加密。",
    hint="请在装有加密软件的电脑上申请解密，或由填报单位导出明文文件后再交。",
    meaning="单位电脑上的文档加密软件（透明加密）会把文件改写成只有本单位能打开的样子，拿到外面就成了乱码；也可能是文件严重损坏。",
    refuses=True,
)
XLSB = Rule(
    code="ZHT-FILE-XLSB",
    severity="error",
    title="二进制工作簿（.xlsb）",
    message="这是 Excel 二进制工作簿（.xlsb），本工具不读取。",
    hint="请用 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再交。",
    meaning=".xlsb 内部是二进制，公式、错误值和百分比格式没有可靠的读法；另存为 .xlsx 不会丢失填报内容。",
    refuses=True,
)
OLD_XLS = Rule(
    code="ZHT-FILE-OLDXLS",
    severity="error",
    title="过于老旧的表格格式",
    message="这是 Excel 4.0 或更早的表格，本工具不读取。",
    hint="请用 Excel 或 WPS 打开，另存为 .xlsx 后再交。",
    meaning="这种格式早于 1993 年，没有工作簿的概念；如今遇到它，多半出自某个老旧系统的导出功能。",
    refuses=True,
)
WORD = Rule(
    code="ZHT-FILE-WORD",
    severity="error",
    title="文字文档",
    message="这是文字文档（Word、WPS 文字一类），不是工作簿。",
    hint="请交用 zht template 生成的填报表；文档中的数字须填入表中。",
    meaning="文件内容是文字处理文档，与扩展名无关。表格粘在文档里就失去了单元格的位置，无法核对。",
    refuses=True,
)
SLIDES = Rule(
    code="ZHT-FILE-SLIDES",
    severity="error",
    title="演示文稿",
    message="这是演示文稿（PowerPoint、WPS 演示一类），不是工作簿。",
    hint="请交用 zht template 生成的填报表。",
    meaning="文件内容是演示文稿，与扩展名无关。",
    refuses=True,
)
NUMBERS = Rule(
    code="ZHT-FILE-NUMBERS",
    severity="error",
    title="Numbers 表格",
    message="这是苹果 Numbers 表格，本工具不读取。",
    hint="请在 Numbers 中选“文件—导出为—Excel”，导出 .xlsx 后再交。",
    meaning="Numbers 使用自有格式，只有导出为 .xlsx 才能读取。",
    refuses=True,
)
ARCHIVE = Rule(
    code="ZHT-FILE-ARCHIVE",
    severity="error",
    title="压缩包",
    message="这是压缩包（ZIP、RAR、7Z 一类），不是工作簿。",
    hint="请先解压，再指定其中的工作簿。",
    meaning="工作簿多半在压缩包里面。本工具不替人解压，以免读错文件。",
    refuses=True,
)
HTML = Rule(
    code="ZHT-FILE-HTML",
    severity="error",
    title="网页文件",
    message="这是网页（HTML），只是扩展名像表格。",
    hint="请用 Excel 或 WPS 打开，另存为 .xlsx 后再交。",
    meaning="不少业务系统的“导出 Excel”其实写的是网页。网页里没有单元格类型，日期和编码容易被改样，所以不直接读取。",
    refuses=True,
)
MHT = Rule(
    code="ZHT-FILE-MHT",
    severity="error",
    title="单个文件网页",
    message="这是“单个文件网页”（MHT），只是扩展名像表格。",
    hint="请用 Excel 或 WPS 打开，另存为 .xlsx 后再交。",
    meaning="另存时选了“单个文件网页”，或由业务系统导出而来。",
    refuses=True,
)
XML2003 = Rule(
    code="ZHT-FILE-XML2003",
    severity="error",
    title="XML 表格 2003",
    message="这是“XML 表格 2003”，不是工作簿文件。",
    hint="请用 Excel 或 WPS 打开，另存为 .xlsx 后再交。",
    meaning="这种 XML 文本多由业务系统导出，扩展名常写成 .xls；Excel 打得开，但不是通用的工作簿格式。",
    refuses=True,
)
XML = Rule(
    code="ZHT-FILE-XML",
    severity="error",
    title="XML 文本",
    message="这是 XML 文本，不是工作簿。",
    hint="请交 .xlsx 文件；若是 LibreOffice 的单一 XML 表格（.fods），请另存为 .xlsx 或 .ods。",
    meaning="文件内容是 XML 文本，其中没有可以按单元格读取的工作簿。",
    refuses=True,
)
CSV = Rule(
    code="ZHT-FILE-CSV",
    severity="error",
    title="纯文本",
    message="这是纯文本（如 CSV），不是工作簿。",
    hint="填报数据请填入用 zht template 生成的填报表；台账请用 Excel 或 WPS 打开后另存为 .xlsx。",
    meaning="纯文本里没有工作表和单元格格式，无法辨认是哪一张表，也分不清文字与数字。",
    refuses=True,
)
PDF = Rule(
    code="ZHT-FILE-PDF",
    severity="error",
    title="PDF 文件",
    message="这是 PDF 文件，不是工作簿。",
    hint="请交填报表的电子原件（.xlsx）；盖章扫描件可作为佐证另行报送。",
    meaning="PDF 是版面，不是数据，读数容易出错。",
    refuses=True,
)
OFD = Rule(
    code="ZHT-FILE-OFD",
    severity="error",
    title="OFD 版式文件",
    message="这是 OFD 版式文件，不是工作簿。",
    hint="请交填报表的电子原件（.xlsx）；盖章的版式文件可作为佐证另行报送。",
    meaning="OFD 是版面，不是数据，读数容易出错。",
    refuses=True,
)
IMAGE = Rule(
    code="ZHT-FILE-IMAGE",
    severity="error",
    title="图片",
    message="这是图片，不是工作簿。",
    hint="请交填报表的电子原件（.xlsx）；照片和截图可作为佐证另行报送。",
    meaning="文件内容是照片、截图或扫描件，与扩展名无关。",
    refuses=True,
)
COMPOUND = Rule(
    code="ZHT-FILE-COMPOUND",
    severity="error",
    title="别的办公文档",
    message="这是办公软件的旧式复合文档，但里面没有工作簿。",
    hint="请核对是否拿错了文件；填报表请另存为 .xlsx 后再交。",
    meaning="邮件、流程图、安装包等也用这种容器；其中没有 Excel 的工作簿数据流。",
    refuses=True,
)
UNKNOWN = Rule(
    code="ZHT-FILE-UNKNOWN",
    severity="error",
    title="认不出的文件",
    message="认不出这是什么文件，它不是工作簿。",
    hint="请核对是否拿错了文件；填报表的扩展名应为 .xlsx。",
    meaning="文件开头不是任何已知的表格、文档、图片或压缩格式。",
    refuses=True,
)
ENTRIES = Rule(
    code="ZHT-FILE-ENTRIES",
    severity="error",
    title="内部条目过多",
    message="工作簿内部有 {count} 个条目，超过 {limit} 个的上限，未予读取。",
    hint="请把填报内容复制到新的填报表中另存再交。",
    meaning="正常的填报表只有几十个内部条目；数量异常，多半是反复粘贴积下的图形，也可能是有意构造的文件。",
    refuses=True,
)
INFLATED = Rule(
    code="ZHT-FILE-INFLATED",
    severity="error",
    title="解压后过大",
    message="工作簿解压到“{part}”时已超过 {limit} MB 的上限，未再读取。",
    hint="请删去多余的格式、图片和空白行，另存后再交。",
    meaning="工作簿是压缩包，小文件解压后可能极大。上限按实际解出的字节计，不采信文件自报的大小。",
    refuses=True,
)
RATIO = Rule(
    code="ZHT-FILE-RATIO",
    severity="error",
    title="压缩比异常",
    message="工作簿内的“{part}”压缩比超过 {limit}:1，疑似压缩炸弹，未再读取。",
    hint="请用 Excel 或 WPS 打开原件，删去大片空白格式后另存再交。",
    meaning="普通工作簿的压缩比在 10:1 上下；比值极高的，不是有意构造的文件，就是整片重复的空白格式。",
    refuses=True,
)
SHEETS = Rule(
    code="ZHT-FILE-SHEETS",
    severity="error",
    title="工作表过多",
    message="工作簿有 {count} 张工作表，超过 {limit} 张的上限，未予读取。",
    hint="请只保留填报表自带的工作表，另存后再交。",
    meaning="填报表只有十来张工作表；数量异常，通常是把别的工作簿并了进来。",
    refuses=True,
)
CELLS = Rule(
    code="ZHT-FILE-CELLS",
    severity="error",
    title="单元格过多",
    message="工作簿中有内容的单元格超过 {limit} 个的上限，未再读取。",
    hint="请删去与填报无关的数据，另存后再交。",
    meaning="上限已够十万行的台账使用；超出它，通常是把别的数据贴进了填报表。",
    refuses=True,
)
DOCTYPE = Rule(
    code="ZHT-FILE-DOCTYPE",
    severity="error",
    title="含有文档类型声明",
    message="工作簿内的“{part}”含有 XML 文档类型声明（DOCTYPE 或 ENTITY），未予读取。",
    hint="请核实文件来源；内容可信的，请用 Excel 或 WPS 打开后另存再交。",
    meaning="办公软件从不在工作簿里写这种声明，它可以用来套取文件或耗尽内存，因此一律拒收。",
    refuses=True,
)
DUPLICATE = Rule(
    code="ZHT-FILE-DUPLICATE",
    severity="error",
    title="内部条目重名",
    message="工作簿内部有两个条目都叫“{part}”，未予读取。",
    hint="请核实文件来源；内容可信的，请用 Excel 或 WPS 打开后另存再交。",
    meaning="重名的条目（含只差大小写的）会让不同软件读到不同内容：打开看到的是一份，核定时读到的可能是另一份。",
    refuses=True,
)
ESCAPING = Rule(
    code="ZHT-FILE-ESCAPING",
    severity="error",
    title="内部条目名越界",
    message="工作簿内部的条目名“{part}”越出了压缩包，未予读取。",
    hint="请核实文件来源；内容可信的，请用 Excel 或 WPS 打开后另存再交。",
    meaning="条目名里有上级目录、绝对路径、盘符、反斜杠或空字符，办公软件不会这样写。",
    refuses=True,
)
NO_SHEETS = Rule(
    code="ZHT-FILE-NOSHEETS",
    severity="error",
    title="没有工作表",
    message="工作簿里没有工作表。",
    hint="请用 Excel 或 WPS 打开原件，确认内容无误后另存为 .xlsx 再交。",
    meaning="文件自称是工作簿，却没有列出任何可以读的工作表（只有图表工作表的也算没有）。",
    refuses=True,
)
UNREADABLE = Rule(
    code="ZHT-FILE-UNREADABLE",
    severity="error",
    title="工作簿读不出来",
    message="文件看起来是工作簿，内容却读不出来。",
    hint="请用 Excel 或 WPS 打开原件，确认内容无误后另存为 .xlsx 再交。",
    meaning="文件内部有不合规范之处，可用的读法都没有读成。办公软件另存一次，通常就能修正。",
    refuses=True,
)
CRASHED = Rule(
    code="ZHT-FILE-CRASHED",
    severity="error",
    title="读取时出了意外",
    message="读取这个文件时，读取程序意外中止（内存超限或文件异常），其他文件不受影响。",
    hint="请用 Excel 或 WPS 打开原件，确认内容无误后另存为 .xlsx 再交。",
    meaning="文件在单独的进程里读取，并限定了内存；有的文件会让读取程序索要巨量内存或直接崩溃，多半是损坏或有意构造的。",
    refuses=True,
)
TIMEOUT = Rule(
    code="ZHT-FILE-TIMEOUT",
    severity="error",
    title="读取超时",
    message="读取这个文件超过 {seconds} 秒仍未完成，已停止，其他文件不受影响。",
    hint="请删去与填报无关的数据和大片空白格式，另存后再交。",
    meaning="正常的填报表一秒之内就能读完；超时的文件不是数据量异常，就是有意构造的。",
    refuses=True,
)
MISNAMED = Rule(
    code="ZHT-FILE-MISNAMED",
    severity="warning",
    title="扩展名与内容不符",
    message="文件名以“{named}”结尾，内容其实是 .{kind}，已按实际内容读取。",
    hint="请用 Excel 或 WPS 打开后另存为 .xlsx，不要只改扩展名。",
    meaning="直接改扩展名不会改变文件格式，Excel 打开这样的文件会报警，甚至拒绝打开。",
)
LEGACY = Rule(
    code="ZHT-FILE-LEGACY",
    severity="note",
    title="旧格式工作簿",
    message="这是旧格式工作簿（.{kind}），已读取；公式文本在这种格式里读不到，只取其结果。",
    hint="请尽量用 .xlsx 报送。",
    meaning=".xls、.et 是 2007 年以前的格式，行列数有限，名称中的字符也会被改写；读取结果照常使用。",
)
FAR_CELL = Rule(
    code="ZHT-FILE-FARCELL",
    severity="warning",
    title="远处有零散内容",
    message="工作表在 {cell} 等 {count} 处有内容，超出 {columns} 列、{rows} 行的范围，未予理会。",
    hint="请在 Excel 或 WPS 中按 Ctrl+End 找到并删去这些内容，另存后再交；若确属填报数据，请移回表内。",
    meaning="表格范围之外的零星单元格，多由误按或加载项留下，会让文件变得极慢；它们不在填报范围内，因此不读。",
)
LONG_TEXT = Rule(
    code="ZHT-FILE-LONGTEXT",
    severity="warning",
    title="单元格文字过长",
    message="单元格文字有 {length} 个字，超过 {limit} 个字的上限，只读取了前面部分。",
    hint="请把长文另附文档，单元格里只写要点。",
    meaning="Excel 的单元格最多存 32767 个字；更长的不是 Excel 存下的，打开时会被截断或报损坏。",
)
SECOND_READER = Rule(
    code="ZHT-FILE-SECONDREADER",
    severity="note",
    title="改用备用读法",
    message="文件有不合规范之处，首选的读法没有读成，已改用备用读法。",
    hint="读取结果可以使用；如数字有疑，请用 Excel 或 WPS 另存后重交。",
    meaning="两种读法互为备份，得到的内容应当一致；文件由别的软件生成时偶有这种情况。",
)
NO_FORMATS = Rule(
    code="ZHT-FILE-NOFORMATS",
    severity="warning",
    title="读不到数字格式",
    message="文件的数字格式读不出来，无法辨认哪些单元格按百分比显示。",
    hint="请用 Excel 或 WPS 打开后另存为 .xlsx 再交，以免百分数被误读。",
    meaning="旧格式文件局部损坏时，数值还在，格式却丢了：单元格里的 0.025 究竟显示成 2.5% 还是 0.025，就无从判断。",
)
DATE_1904 = Rule(
    code="ZHT-FILE-DATE1904",
    severity="warning",
    title="采用 1904 日期系统",
    message="工作簿采用 1904 日期系统，日期已照此换算。",
    hint="请核对表中的日期；从别的工作簿粘贴来的日期可能相差四年零一天。",
    meaning="早年的 Mac 版 Excel 从 1904 年起计日期，与通行的 1900 系统相差 1462 天，两种工作簿之间粘贴日期就会错位。",
)
MACROS = Rule(
    code="ZHT-FILE-MACROS",
    severity="note",
    title="含有宏",
    message="工作簿含有宏，未运行，只读取了单元格。",
    hint="填报表不需要宏；来源不明的宏请勿启用。",
    meaning="宏是随工作簿携带的程序。本工具从不运行宏，数值取自保存时留下的结果。",
)
EXTERNAL_LINKS = Rule(
    code="ZHT-FILE-EXTERNALLINKS",
    severity="note",
    title="引用了别的工作簿",
    message="工作簿引用了别的文件，未去读取，引用处取的是上次保存的结果。",
    hint="请把引用处改为数值（选择性粘贴—数值），以免对方看到的数字变动。",
    meaning="外部链接指向填报单位自己电脑上的文件，别人打开时不会更新，也无从核对。",
)
EMBEDDED_OBJECTS = Rule(
    code="ZHT-FILE-EMBEDDED",
    severity="note",
    title="嵌有别的文件",
    message="工作簿里嵌有别的文件或控件，未打开。",
    hint="佐证材料请按要求另行报送。",
    meaning="嵌入的文档、附件和控件可能带有程序，本工具一律不打开。",
)
SIGNATURE = Rule(
    code="ZHT-FILE-SIGNATURE",
    severity="note",
    title="带有数字签名",
    message="工作簿带有数字签名，未核验其真伪。",
    hint="需要核验签名的，请在 Excel 或 WPS 中查看；改动文件会使签名失效。",
    meaning="本工具只读取内容，不判断签名是否有效，也不改动原文件。",
)
CONNECTIONS = Rule(
    code="ZHT-FILE-CONNECTIONS",
    severity="note",
    title="带有数据连接",
    message="工作簿带有外部数据连接或查询，未连接，只读取了已存的结果。",
    hint="请断开数据连接，把内容存为数值后再交。",
    meaning="数据连接指向数据库、网页或别的文件，打开时可能自动刷新，使数字与报送时不同。",
)
