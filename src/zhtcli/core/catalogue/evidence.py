"""Findings about evidence files: what a form names, and what the folder holds (`zht evidence`)."""

from zhtcli.core.finding import Rule

MISSING = Rule(
    code="ZHT-EVIDENCE-MISSING",
    severity="error",
    title="缺佐证文件",
    message="第{nos}项写明的佐证文件“{name}”在佐证文件夹里没有找到{near}{times}。",
    hint="请补上文件，或改正表里写的文件名；写的是文号的，不要带文件后缀。",
    meaning="带文件后缀的按文件名查找，全角半角、大小写不计。只有不计数的行写到它时，这一条是警告。",
)
EMPTY = Rule(
    code="ZHT-EVIDENCE-EMPTY",
    severity="error",
    title="佐证文件是空的",
    message="佐证文件“{name}”是 0 字节的空文件{who}。",
    hint="请重新复制或导出这个文件。",
    meaning="空文件证明不了什么，多半是复制、下载中断，或网盘里的文件还没有下载到本机。没有人写到的空文件是警告。",
)
NO_FILES = Rule(
    code="ZHT-EVIDENCE-NOFILES",
    severity="error",
    title="佐证文件夹是空的",
    message="第{nos}项写明的文件夹“{name}”里没有文件。",
    hint="请把佐证文件放进去，或改正表里写的名称。",
    meaning="佐证可以写文件夹的名称，表示里面的全部文件；里面什么也没有，就等于没有佐证。",
)
UNUSED = Rule(
    code="ZHT-EVIDENCE-UNUSED",
    severity="warning",
    title="没有用到的文件",
    message="佐证文件“{name}”没有任何一行写到{same}。",
    hint="请在台账的佐证栏或“佐证材料”栏写上文件名；用不着的请移走。",
    meaning="评审人顺着表里写的文件名找佐证，没有写到的文件等于没有交。多半是漏写，或文件后来改了名。",
)
AMBIGUOUS = Rule(
    code="ZHT-EVIDENCE-AMBIGUOUS",
    severity="error",
    title="同名的文件不止一个",
    message="第{nos}项写的“{name}”对应{count}处内容不同的文件（{paths}），不知道指哪一个，没有采用{times}。",
    hint="请写上所在的文件夹，例如“{example}”。",
    meaning="不同文件夹里有同名而内容不同的文件，只写文件名分不清。放在本指标文件夹里的那一个优先，不算分不清。",
)
OWN_FOLDER = Rule(
    code="ZHT-EVIDENCE-OWNFOLDER",
    severity="note",
    title="按指标文件夹取用",
    message="第{nos}项写的“{name}”在几个文件夹里都有，取了本指标文件夹里的{paths}。",
    hint="指的不是这个文件时，请写上所在的文件夹。",
    meaning="用 zht evidence 表单名 --out 建的文件夹一个指标一个，同名的文件以本指标文件夹里的为准。",
)
COPIED = Rule(
    code="ZHT-EVIDENCE-COPIED",
    severity="warning",
    title="同一份文件换名使用",
    message="{paths}内容完全相同，分别作了第{nos}项的佐证。",
    hint="请核对是不是放错了文件；确是同一份材料的，只留一个，各处写同一个文件名。",
    meaning="按内容（SHA-256）比较，与文件名无关。不同的事项各有各的佐证，内容完全相同多半是复制时放错了。",
)
SHARED = Rule(
    code="ZHT-EVIDENCE-SHARED",
    severity="warning",
    title="一份文件用于几项指标",
    message="佐证文件“{name}”被第{nos}项的不同事项共用。",
    hint="请核对它能否分别证明各项；确实能的，不必改动。",
    meaning="几项指标要的佐证一般不同，同一份文件用在几处，核定时会追问。同一行本来就计入几项指标的，不算共用。",
)
UNNAMED = Rule(
    code="ZHT-EVIDENCE-UNNAMED",
    severity="warning",
    title="行里没有写佐证",
    message="这一行（{row}）其他条件都符合第{nos}项，但{reason}。",
    hint="请写明佐证材料的文件名、文号或链接。",
    meaning="文件要求提供佐证的事项没有写佐证，可能不计数；是否照计由口径 missing_evidence 决定。",
)
NO_CLAIM = Rule(
    code="ZHT-EVIDENCE-NONE",
    severity="note",
    title="填了数，没有写佐证",
    message="第{nos}项填了数，台账和“佐证材料”栏都没有写佐证。",
    hint="请在台账里逐行写，或在“佐证材料”栏写明文件名。",
    meaning="只有数、没有佐证的指标，核定时无从查对。",
)
NOT_FILES = Rule(
    code="ZHT-EVIDENCE-NOTFILE",
    severity="note",
    title="写的不是文件名",
    message="{told}，没有当作文件名查找。",
    hint="其中有文件的，请写全文件名，带上后缀。",
    meaning="带常见文件后缀的、与佐证文件夹里的文件或文件夹同名的，才当作文件名；其余当作文号或说明，不说它缺文件。",
)
SKIPPED = Rule(
    code="ZHT-EVIDENCE-SKIPPED",
    severity="warning",
    title="没有查看",
    message="佐证文件夹里的“{name}”没有查看：{reason}。",
    hint="请把文件本身复制到佐证文件夹里。",
    meaning="核对只看佐证文件夹里面的普通文件，不顺着快捷链接到外面去。",
)
UNREADABLE = Rule(
    code="ZHT-EVIDENCE-UNREADABLE",
    severity="error",
    title="读不了佐证文件",
    message="佐证文件“{name}”读不了：{reason}。",
    hint="请检查读取权限，关闭正在使用它的程序后再核对。",
    meaning="读不了的文件无法比较内容；它的名称仍算找到了。",
)
