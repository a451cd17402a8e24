# Where var.repository is set: every push to main is installed, checked, tested, built, uploaded and planned (cloudbuild.yaml);
# applying that plan waits for a person's approval (apply.yaml).
# https://cloud.google.com/build/docs/securing-builds/gate-builds-on-approval
locals {
  pipeline_count = var.repository == null ? 0 : 1

  # What Terraform needs to change everything here, rights included: whoever can make this account build can do anything in this
  # project, which is why the project is for this alone and why applying waits for an approval.
  deploy_roles = [
    "roles/artifactregistry.admin",
    "roles/cloudbuild.builds.editor",
    "roles/cloudfunctions.admin",
    "roles/cloudscheduler.admin",
    "roles/compute.loadBalancerAdmin",
    "roles/compute.viewer",
    "roles/datastore.owner",
    "roles/firebaserules.admin",
    "roles/iam.roleAdmin",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountUser",
    "roles/logging.configWriter",
    "roles/logging.logWriter",
    "roles/monitoring.editor",
    "roles/pubsub.admin",
    "roles/resourcemanager.projectIamAdmin",
    "roles/run.admin",
    "roles/secretmanager.admin",
    "roles/serviceusage.serviceUsageAdmin",
  ]
}

resource "google_service_account" "deploy" {
  count = local.pipeline_count

  account_id   = "deploy"
  display_name = "The pipeline"
  depends_on   = [google_project_service.used]
}

resource "google_project_iam_member" "deploy" {
  for_each = toset(var.repository == null ? [] : local.deploy_roles)

  project = var.project_id
  role    = each.key
  member  = google_service_account.deploy[0].member
}

resource "google_storage_bucket_iam_member" "deploy" {
  count = local.pipeline_count

  bucket = var.deploy_bucket
  role   = "roles/storage.admin"
  member = google_service_account.deploy[0].member
}

resource "google_cloudbuild_trigger" "plan" {
  count = local.pipeline_count

  name            = "plan"
  description     = "Install, check, test, build, upload, plan."
  location        = var.region
  filename        = "cloudbuild.yaml"
  service_account = google_service_account.deploy[0].id
  substitutions   = { _DEPLOY_BUCKET = var.deploy_bucket }

  repository_event_config {
    repository = var.repository
    push {
      branch = "^main$"
    }
  }
}

resource "google_cloudbuild_trigger" "apply" {
  count = local.pipeline_count

  name            = "apply"
  description     = "Apply what was planned for this commit, once a person has read and approved it."
  location        = var.region
  filename        = "infra/apply.yaml"
  service_account = google_service_account.deploy[0].id
  substitutions   = { _DEPLOY_BUCKET = var.deploy_bucket }

  repository_event_config {
    repository = var.repository
    push {
      branch = "^main$"
    }
  }

  approval_config {
    approval_required = true
  }
}
