import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0, verbose_name='number')),
            ],
            options={
                'verbose_name': 'content version',
                'verbose_name_plural': 'content versions',
            },
        ),
        migrations.CreateModel(
            name='PrivacyCopy',
            fields=[
                ('restriction', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='soskes_copy', serialize=False, to='wagtailcore.pageviewrestriction', verbose_name='restriction')),
            ],
            options={
                'verbose_name': 'copy of privacy',
                'verbose_name_plural': 'copies of privacy',
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('reader', 'Reader'), ('municipal_editor', 'Municipal editor'), ('section_editor', 'Section editor'), ('moderator', 'Moderator'), ('administrator', 'Administrator')], max_length=30, unique=True, verbose_name='role')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='soskes_role', to='auth.group', verbose_name='group')),
            ],
            options={
                'verbose_name': 'SosKes role',
                'verbose_name_plural': 'SosKes roles',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='InstalledObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.CharField(max_length=255)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'installed object',
                'verbose_name_plural': 'installed objects',
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id'), name='soskes_installed_object_once')],
            },
        ),
    ]
