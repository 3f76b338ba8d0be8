from django.apps import AppConfig


class SoskesDemoConfig(AppConfig):
    name = "soskes_demo"
