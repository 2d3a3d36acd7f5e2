"""A service of Django REST framework in one file, as its tutorials write it: a page of systems with unit and owner."""

# ruff: noqa: ANN201, D106, DJ001, DJ008 - it is written as the tutorials write it
# mypy: ignore-errors
# The packages lie in the environment of the bench alone.

import os

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["PEER_DATABASE"],
            # As the register keeps its connections.
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["rest_framework"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="of a benchmark",  # noqa: S106 - nothing is signed with it
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - models need the settings
from django.db import models  # noqa: E402 - as above
from django.urls import path  # noqa: E402 - as above
from rest_framework import generics, pagination, serializers  # noqa: E402 - as above


class Row(models.Model):
    id = models.CharField(primary_key=True, max_length=36)

    class Meta:
        abstract = True


class Unit(Row):
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "peer", False, "unit"


class Person(Row):
    name = models.TextField()

    class Meta:
        app_label, managed, db_table = "peer", False, "person"


class Position(Row):
    title = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta:
        app_label, managed, db_table = "peer", False, "position"


class System(Row):
    name = models.TextField()
    description = models.TextField()
    criticality = models.TextField()
    lifecycle = models.TextField()
    supplier = models.TextField(null=True)
    kle = models.TextField()
    personal_data = models.TextField()
    updated_at = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    owner_position = models.ForeignKey(Position, models.PROTECT, null=True)
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True)

    class Meta:
        app_label, managed, db_table = "peer", False, "system"


class UnitSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Unit, ["id", "name"]


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Person, ["id", "name"]


class PositionSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Position, ["id", "title", "unit_id"]


class SystemSerializer(serializers.ModelSerializer):
    unit = UnitSerializer()
    owner_position = PositionSerializer()
    owner_person = PersonSerializer()

    class Meta:
        model = System
        fields = "__all__"


class Pages(pagination.LimitOffsetPagination):
    default_limit = 100
    max_limit = 500


class Systems(generics.ListAPIView):
    serializer_class = SystemSerializer
    pagination_class = Pages

    def get_queryset(self):
        found = System.objects.select_related("unit", "owner_position", "owner_person").order_by("name")
        criticality = self.request.query_params.get("criticality")
        return found if criticality is None else found.filter(criticality=criticality)


urlpatterns = [path("systems", Systems.as_view())]
application = get_wsgi_application()
