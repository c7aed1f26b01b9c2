"""The addresses. Of allauth only what people need: nobody signs up, and no password is sent by mail."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from mesoregistry.portal.views import (
    board,
    changes,
    columns,
    decisions,
    faults,
    filing,
    keys,
    layouts,
    locks,
    people,
    quiet,
    submission,
    template,
    terms,
    uploads,
)


class Code(StringConverter):
    regex = "[a-z]{2}"


class Month(StringConverter):
    regex = r"\d{4}-\d{2}"


class Key(StringConverter):
    regex = "[0-9a-f]{32}"


register_converter(Code, "code")
register_converter(Month, "month")
register_converter(Key, "key")

urlpatterns = [
    path("", board.home, name="home"),
    path("pais/<code:code>/", board.country, name="country"),
    path("pais/<code:code>/<month:name>/", board.month, name="month"),
    path("pais/<code:code>/<month:name>/cerrar/", locks.lock, name="lock"),
    path("pais/<code:code>/<month:name>/abrir/", locks.unlock, name="unlock"),
    path("presentar/", filing.new, name="file"),
    path("presentar/subida/", uploads.begin, name="begin_upload"),
    path("presentar/subida/<key:number>/desde/<int:start>/", uploads.receive, name="send_part"),
    path("presentar/subida/<key:number>/revisar/", uploads.check, name="check_upload"),
    path("plantilla/", template.download, name="template"),
    path("presentar/<key:number>/", filing.show, name="draft"),
    path("presentar/<key:number>/mes/", filing.change_month, name="change_month"),
    path("presentar/<key:number>/cambios/", changes.show, name="changes"),
    path("presentar/<key:number>/libro/", filing.workbook, name="workbook"),
    path("presentar/<key:number>/presentar/", filing.present, name="present"),
    path("presentar/<key:number>/proponer/", terms.propose, name="propose_term"),
    path("presentar/<key:number>/columnas/", columns.check, name="try_columns"),
    path("presentar/<key:number>/columnas/proponer/", columns.propose, name="propose_columns"),
    path("columnas/", layouts.show, name="layouts"),
    path("columnas/<int:number>/decidir/", layouts.decide, name="decide_layout"),
    path("columnas/<int:number>/quitar/", layouts.take_back, name="take_back_layout"),
    path("terminos/", terms.show, name="terms"),
    path("terminos/<int:number>/decidir/", terms.decide, name="decide_term"),
    path("terminos/<int:number>/quitar/", terms.take_back, name="take_back_term"),
    path("sin-agresiones/<month:name>/", quiet.file, name="quiet"),
    path("envio/<int:number>/", submission.show, name="submission"),
    path("envio/<int:number>/recibo/", submission.receipt, name="receipt"),
    path("envio/<int:number>/confirmar/", submission.confirm, name="confirm"),
    path("envio/<int:number>/retirar/", submission.withdraw, name="withdraw"),
    path("envio/<int:number>/aprobar/", decisions.approve, name="approve"),
    path("envio/<int:number>/devolver/", decisions.send_back, name="send_back"),
    path("envio/<int:number>/deshacer/", decisions.restore, name="restore"),
    path("personas/", people.people, name="people"),
    path("personas/<int:number>/cerrar/", people.deactivate, name="deactivate"),
    path("personas/invitacion/<int:number>/quitar/", people.withdraw_invitation, name="withdraw_invitation"),
    path("invitacion/<str:token>/", people.invitation, name="invitation"),
    path("cuenta/firma/", keys.show, name="signing"),
    path("cuenta/inicio/", people.enrol, name="enrol"),
    path("cuenta/entrar/", account.login, name="account_login"),
    path("cuenta/salir/", account.logout, name="account_logout"),
    path("cuenta/cerrada/", account.account_inactive, name="account_inactive"),
    path("cuenta/otra-vez/", account.reauthenticate, name="account_reauthenticate"),
    path("cuenta/contrasena/", account.password_set, name="account_set_password"),
    path("cuenta/contrasena/cambiar/", account.password_change, name="account_change_password"),
    path("cuenta/llaves/", include("allauth.mfa.urls")),
    path("idioma/", faults.language, name="language"),
    path("vive/", faults.alive, name="alive"),
]
handler403, handler404, handler500 = faults.forbidden, faults.not_found, faults.failed
