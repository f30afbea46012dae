"""Django settings. Values for one installation come from the environment through `environment`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from huiwu.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("HUIWU_DATA", "data", "数据目录：数据库、文件、密钥")).resolve()
SECRET_KEY = env.text("HUIWU_SECRET_KEY", "", "签名密钥；不给则在数据目录生成并保存") or env.kept_secret(
    DATA, "secret.key"
)
DEBUG = env.flag("HUIWU_DEBUG", False, "开发模式：显示错误细节")
BASE_URL = env.text("HUIWU_BASE_URL", "http://127.0.0.1:8000", "对外网址，用于邮件与链接").rstrip("/")
ALLOWED_HOSTS = env.names("HUIWU_ALLOWED_HOSTS", "*", "允许访问的主机名，逗号分隔")
CSRF_TRUSTED_ORIGINS = env.names("HUIWU_TRUSTED_ORIGINS", BASE_URL, "允许提交表单的来源，逗号分隔")

# The ladder, lowest first. A capability may import those before it, never those after it.
CAPABILITIES = [
    "foundation",
    "accounts",
    "meetings",
    "audit",
    "documents",
    "notifications",
    "brief",
    "compliance",
    "planning",
    "event_plan",
    "venues",
    "suppliers",
    "site_visits",
    "procurement",
    "floor_plans",
    "contracts",
    "orders",
    "privacy",
    "attendees",
    "agenda",
    "calls",
    "guests",
    "speaker_materials",
    "registration",
    "notices",
    "invoices",
    "speaker_fees",
    "payments",
    "budget",
    "settlement",
    "checks",
    "desk",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    *[f"huiwu.{name}" for name in CAPABILITIES if (PACKAGE / name).is_dir()],
    # after our own, whose templates take precedence over theirs
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiwu.foundation.middleware.content_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "huiwu.config.api.ApiMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiwu.accounts.middleware.second_factor",
    "huiwu.accounts.guessing.slow_guessers",
    "huiwu.foundation.middleware.RefusalsMiddleware",
]
ROOT_URLCONF = "huiwu.config.urls"
HUIWU_REACTIONS = "huiwu.config.reactions"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiwu.foundation.pages.chrome",
            ],
            "builtins": [
                "huiwu.foundation.templatetags.ui",
                "huiwu.accounts.templatetags.account_pages",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    url = env.text("DATABASE_URL", f"sqlite:///{DATA / 'huiwu.sqlite3'}", "数据库地址：sqlite:/// 或 postgresql://")
    database: dict[str, Any] = dict(dj_database_url.parse(url))
    if database["ENGINE"].endswith("sqlite3"):
        database["ENGINE"] = "huiwu.foundation.sqlite"
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;",
        }
        database["CONN_MAX_AGE"] = None  # page threads are few and stay, so each keeps its connection
    else:
        database["OPTIONS"] = {
            "pool": {"min_size": 1, "max_size": env.whole("HUIWU_DB_POOL", 12, "每个进程的数据库连接上限", least=2)}
        }
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "huiwu.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited to an address they must read to set their password
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has no account
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/10m/key",
    "reset_password": "20/m/ip,5/h/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "huiwu.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "huiwu.accounts.forms.AddKeyForm", "edit_webauthn": "huiwu.accounts.forms.EditKeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "会务 huiwu"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith(("http://localhost", "http://127.0.0.1"))
USERSESSIONS_TRACK_ACTIVITY = True
SILENCED_SYSTEM_CHECKS = ["account.W001"]

# Counters of failed log-ins are shared by all web processes through the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_COOKIE_NAME = "huiwu_language"

SMTP_HOST = env.text("HUIWU_SMTP_HOST", "", "邮件服务器；不给则不发邮件，留在“未发出的邮件”页")
HUIWU_SENDS_MAIL = bool(SMTP_HOST)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if HUIWU_SENDS_MAIL else "huiwu.notifications.mailbox.KeepMail"
)
EMAIL_HOST = SMTP_HOST
EMAIL_PORT = env.whole("HUIWU_SMTP_PORT", 587, "邮件服务器端口", least=1, most=65535)
EMAIL_HOST_USER = env.text("HUIWU_SMTP_USER", "", "邮件服务器用户名")
EMAIL_HOST_PASSWORD = env.text("HUIWU_SMTP_PASSWORD", "", "邮件服务器密码或授权码")
SMTP_TLS = env.one_of("HUIWU_SMTP_TLS", "starttls", ("starttls", "ssl", "none"), "邮件加密：starttls、ssl、none")
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_TLS == "starttls", SMTP_TLS == "ssl"
EMAIL_TIMEOUT = 20
IMAP_HOST = env.text("HUIWU_IMAP_HOST", "", "收退信的邮箱服务器（IMAP），用户名和密码与发信的相同；不给则不读退信")
IMAP_PORT = env.whole("HUIWU_IMAP_PORT", 993, "收退信的邮箱服务器端口", least=1, most=65535)
IMAP_TLS = env.one_of("HUIWU_IMAP_TLS", "ssl", ("ssl", "none"), "收退信的加密：ssl、none")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("HUIWU_SMTP_FROM", "", "发件人，如 会务 <mail@example.cn>") or (
    EMAIL_HOST_USER if "@" in EMAIL_HOST_USER else "会务 <huiwu@localhost>"
)

# Where text messages and group bots are taken, as their providers document it. A bot's own address must begin so.
HUIWU_OUTSIDE_ADDRESSES = {
    "aliyun": "https://dysmsapi.aliyuncs.com",
    "tencent": "https://sms.tencentcloudapi.com",
    "wecom": "https://qyapi.weixin.qq.com",
    "dingtalk": "https://oapi.dingtalk.com",
    "feishu": "https://open.feishu.cn",
}

HUIWU_THREADS = env.whole("HUIWU_THREADS", 8, "每个网页进程同时处理的页面数", least=1, most=200)
HUIWU_LARGEST_FILE = 1_000_000 * env.whole("HUIWU_LARGEST_FILE_MB", 20, "上传的单个文件上限（MB）", least=1, most=2000)
HUIWU_LARGEST_BODY = HUIWU_LARGEST_FILE + 5_000_000

HUIWU_REVIEW_DAYS = env.whole("HUIWU_REVIEW_DAYS", 3, "送审的单据多少天没有确认就提醒", least=1, most=90)

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"] if (PACKAGE / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "huiwu": {"level": env.text("HUIWU_LOG", "INFO", "日志级别：DEBUG、INFO、WARNING、ERROR").upper()},
    },
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
