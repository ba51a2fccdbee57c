from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("commentaires/<int:article_id>/", views.discussion, name="discussion"),
    path("commentaires/recu/<str:signed>/", views.receipt, name="receipt"),
]
