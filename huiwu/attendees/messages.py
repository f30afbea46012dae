"""What the client is mailed, and what the team is told, about lists of people."""

from django.utils.translation import gettext_lazy as _

from huiwu.attendees.choices import GIVE_LIST
from huiwu.foundation.registry.messages import message_kind

message_kind(
    GIVE_LIST,
    title=_("请客户交名单"),
    group="access",
    subject=_("请提供参会人员名单｜{meeting}"),
    body=_(
        "{person}，您好：\n{org}的{sender}请您提供《{meeting}》的参会人员名单。\n"
        "打开下面的链接即可上传表格，当场看到每一行能不能读、哪里要改，不需要账号；到期前可以多次上传。"
        "名单含个人信息，链接只给您本人，请不要转发。"
    ),
    channels=("email",),
    action=_("上传名单"),
)
message_kind(
    "attendees.handed_over",
    title=_("客户交来名单"),
    group="waiting",
    subject=_("{person}交来名单，待确认导入｜{meeting}"),
    body=_(
        "{person}交来《{meeting}》的名单“{list}”，有 {count} 行要写入。请看有冲突的行，确认后导入；确认前什么都没有写入。"
    ),
    action=_("核对并导入"),
)
