"""Django's settings, all from ``mesoregistry.settings``; ``portal.setup`` puts them in place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from mesoregistry.clock import REGION
from mesoregistry.intake.receive import LARGEST
from mesoregistry.local import portal_service
from mesoregistry.portal.log_format import LOGGING
from mesoregistry.settings import settings

__all__ = ["LOGGING"]

_ADDRESS = urlsplit(portal_service.address(settings()))
_SECURE = _ADDRESS.scheme == "https"
_DATABASE = settings().database("portal", "portal")

SECRET_KEY = settings().secret("portal_session")
DEBUG = False
ALLOWED_HOSTS = [str(_ADDRESS.hostname)]
CSRF_TRUSTED_ORIGINS = [portal_service.address(settings())]
ROOT_URLCONF = "mesoregistry.portal.urls"
INSTALLED_APPS = [
    "mesoregistry.portal.apps.Portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mesoregistry.portal.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mesoregistry.portal.middleware.SizeLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mesoregistry.portal.middleware.Entry",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _DATABASE.database,
        "USER": _DATABASE.username,
        "PASSWORD": _DATABASE.password,
        "HOST": _DATABASE.host,
        "PORT": _DATABASE.port,
        "OPTIONS": dict(_DATABASE.query),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# in the database, so that the limits of tries are those of all processes together
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}

AUTH_USER_MODEL = "portal.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
ACCOUNT_ADAPTER = "mesoregistry.portal.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # it was verified by the one who invited
MFA_ADAPTER = "mesoregistry.portal.adapters.Factors"
MFA_FORMS = {"add_webauthn": "mesoregistry.portal.forms.AddPasskey"}
MFA_TOTP_ISSUER = "Mesoregistry"
MFA_WEBAUTHN_USER_VERIFICATION = "required"

SESSION_ENGINE = "mesoregistry.portal.sessions"
SESSION_COOKIE_AGE, SESSION_LONGEST = 30 * 60, 12 * 3600  # seconds without a request; in all
SESSION_SAVE_EVERY_REQUEST = SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    (f"__Host-{name}" if _SECURE else name) for name in ("session", "csrf", "language")
)
CSRF_FAILURE_VIEW = "mesoregistry.portal.views.faults.csrf_failed"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" a browser hides the origin of a form, too
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# a file is held in memory and never written: this handler alone, and nothing larger than what it takes
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST + 1024**2

LANGUAGE_CODE, LANGUAGES = "es", [("es", "Español"), ("en", "English")]
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
TIME_ZONE, USE_TZ = REGION, True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS, WHITENOISE_AUTOREFRESH = True, False
WHITENOISE_MAX_AGE = int(timedelta(hours=1).total_seconds())
_MAIL = "smtp" if settings().portal_mail_server else "console"  # portal.mailer says of which server
EMAIL_BACKEND = f"django.core.mail.backends.{_MAIL}.EmailBackend"
