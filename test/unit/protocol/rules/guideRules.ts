// Rules as four guides to monitoring write them.

/** An integration guide's configuration of alert rules. */
export const integrationRules = `{
  "rules": [
    {
      "id": "cpu_high",
      "name": "High CPU Usage",
      "enabled": true,
      "severity": "warning",
      "category": "performance",
      "conditions": {
        "when_all": [
          {
            "metric": "system.data.cpu_percent",
            "operator": ">",
            "value": 80,
            "window": "5m",
            "aggregation": "avg"
          }
        ]
      },
      "actions": [
        {
          "type": "notify.toast",
          "level": "warning",
          "message": "CPU usage is high ({{cpu_percent}}%)",
          "duration_ms": 5000
        },
        {
          "type": "log.audit",
          "category": "performance",
          "message": "High CPU usage detected"
        }
      ],
      "debounce": {
        "cooldown_ms": 60000
      }
    },
    {
      "id": "memory_critical",
      "name": "Critical Memory Usage",
      "enabled": true,
      "severity": "critical",
      "category": "performance",
      "conditions": {
        "when_all": [
          {
            "metric": "system.data.memory_percent",
            "operator": ">=",
            "value": 90,
            "window": "1m",
            "aggregation": "max"
          }
        ]
      },
      "actions": [
        {
          "type": "notify.toast",
          "level": "critical",
          "message": "Memory usage is critical ({{memory_percent}}%)"
        },
        {
          "type": "suggest.mitigation",
          "target": "memory_optimization",
          "message": "Consider closing unused applications or increasing system memory"
        }
      ]
    }
  ]
}`;

/** The same guide's example of a rule of one's own. */
export const customRules = `[
  {
    "id": "model_performance",
    "name": "Model Performance Degradation",
    "enabled": true,
    "severity": "warning",
    "conditions": {
      "when_all": [
        { "metric": "model.data.tokens_per_second", "operator": "<", "value": 10, "window": "2m", "aggregation": "avg" },
        { "metric": "model.data.ttft_ms", "operator": ">", "value": 500, "window": "1m", "aggregation": "p95" }
      ]
    },
    "actions": [
      {
        "type": "suggest.diagnostic",
        "target": "model_optimization",
        "message": "Model performance has degraded. Consider checking GPU utilization and memory usage."
      }
    ]
  }
]`;

/** An agent fleet guide's rules. */
export const fleetRules = `{
  "alert_rules": [
    {
      "rule_id": "high_cpu_warning",
      "metric_pattern": "*_cpu_usage_percent",
      "threshold_type": "ml_based",
      "ai_confidence_threshold": 0.8,
      "severity": "medium"
    },
    {
      "rule_id": "agent_failure_critical",
      "metric_pattern": "*_success_rate_percent",
      "threshold_type": "static",
      "threshold_value": 80.0, // Below 80% success rate
      "severity": "high"
    }
  ]
}`;

/** The same guide's configuration, thresholds and all the rest. */
export const fleetConfiguration = `{
    "collection_interval": 1.0,
    "analysis_interval": 5.0,
    "alert_thresholds": {
        "cpu_usage": 80.0,
        "memory_usage": 85.0,
        "disk_usage": 90.0,
        "agent_response_time": 5000,
        "agent_success_rate": 85.0
    },
    "ai_settings": {
        "anomaly_detection_enabled": true,
        "predictive_analytics_enabled": true,
        "ml_threshold_adjustment": true,
        "model_retrain_interval": 86400
    },
    "dashboard_config": {
        "websocket_port": 8765,
        "update_interval_ms": 1000,
        "max_history_points": 1000
    },
    "security": {
        "enable_tls": true,
        "certificate_path": "./certs/server.crt",
        "private_key_path": "./certs/server.key",
        "allowed_origins": ["tauri://localhost"]
    }
}`;

/** A storage guide's comparisons. */
export const storageAlerts = `{
  "alerts": {
    "event_queue_depth > 500": "warning",
    "write_latency_ms > 50": "warning",
    "frame_processing_ms > 16.67": "critical",
    "memory_usage_mb > 4096": "warning"
  }
}`;

/** A guide to metrics of several instances: thresholds of two levels. */
export const instanceThresholds = `{
  "alertThresholds": {
    "latency": { "warning": 12, "critical": 18 }, // milliseconds
    "memory": { "warning": 400, "critical": 600 }, // MB
    "successRate": { "warning": 95, "critical": 90 }, // percentage
    "rateLimitBlocks": { "warning": 10, "critical": 25 } // blocks per minute
  }
}`;
