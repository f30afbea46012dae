"""Ways out of the house: e-mail, text messages and group bots, each as its provider documents it.

ways.py         which way a message takes
answers.py      what the other side answered
wording.py      registered texts, and holes filled
packing.py      values under lock
suppressing.py  addresses that want no more
email.py        SMTP, one connection for many
sms.py          Aliyun and Tencent Cloud
bots.py         WeCom, DingTalk, Feishu
keeping.py      the mailbox page instead
signing.py      signatures, pure
limits.py       token buckets shared by processes
wire.py         one request over HTTP
"""
